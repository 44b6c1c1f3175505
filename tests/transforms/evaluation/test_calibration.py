import pytest

from transforms.evaluation.calibration import calibration_error


@pytest.mark.parametrize(
    ("is_right", "confidence", "error"),
    [
        ([True, True], [1.0, 1.0], 0.0),
        ([False, False], [1.0, 1.0], 1.0),
        ([True, False], [0.51, 0.59], 0.05),  # one bin: half are right at a mean of 0.55
        ([True, False], [0.49, 0.51], 0.51),  # two bins, each on its own
        ([True, False, True, True], [0.72, 0.74, 0.76, 0.78], 0.0),
    ],
)
def test_the_gap_between_confidence_and_the_share_that_is_right(
    is_right: list[bool], confidence: list[float], error: float
) -> None:
    assert calibration_error(is_right, confidence) == pytest.approx(error)
