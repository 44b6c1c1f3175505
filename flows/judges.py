"""The judges that come with onrecord, by their size."""

from enum import StrEnum


class JudgeSize(StrEnum):
    """Which of onrecord's own judges is asked."""

    SMALL = "small"
    LARGE = "large"


# The names of their files.
JUDGES = {JudgeSize.SMALL: "judge", JudgeSize.LARGE: "large_judge"}
