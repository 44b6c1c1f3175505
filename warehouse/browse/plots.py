"""Plots as SVG, drawn on the server and styled by the page's style sheet, so that both colour schemes are right."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

_WIDTH, _HEIGHT = 360, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 6, 8, 20
_INNER = _WIDTH - _LEFT - _RIGHT
_FLOOR = _HEIGHT - _BOTTOM


def bars(title: str, points: Sequence[tuple[str, int]]) -> Markup:
    """One bar per (label, count)."""
    top = _round_up(max((count for _, count in points), default=1))
    scale = (_FLOOR - _TOP) / top
    shapes = [
        _bar("bar", at, len(points), _FLOOR - count * scale, count * scale, f"{label}: {count:,}")
        for at, (label, count) in enumerate(points)
        if count
    ]
    lines = [_level(_FLOOR - value * scale, f"{value:,}", value == 0) for value in (0, top)]
    return _figure(title, [*lines, *shapes, *_dates([label for label, _ in points])])


def sides(title: str, points: Sequence[tuple[str, int, int]]) -> Markup:
    """Per (label, favor, against) one bar up and one down."""
    top = _round_up(max((max(favor, against) for _, favor, against in points), default=1))
    middle = (_TOP + _FLOOR) / 2
    scale = (middle - _TOP) / top
    shapes = []
    for at, (label, favor, against) in enumerate(points):
        said = f"{label}: {favor:,} in favor, {against:,} against"
        if favor:
            shapes.append(_bar("favor", at, len(points), middle - favor * scale, favor * scale, said))
        if against:
            shapes.append(_bar("against", at, len(points), middle, against * scale, said))
    lines = [_level(middle - value * scale, f"{abs(value):,}", value == 0) for value in (top, 0, -top)]
    return _figure(title, [*lines, *shapes, *_dates([label for label, *_ in points])])


def course(title: str, points: Sequence[tuple[str, float | None]]) -> Markup:
    """A line through (label, value in [-1, 1]); where a value is missing the line is broken."""
    middle = (_TOP + _FLOOR) / 2
    scale = middle - _TOP
    places = [
        (_centre(at, len(points)), middle - value * scale, f"{label}: {value:+.2f}") if value is not None else None
        for at, (label, value) in enumerate(points)
    ]
    path, pen = [], "M"
    for place in places:
        path.append(f"{pen}{place[0]:.1f} {place[1]:.1f}" if place else "")
        pen = "L" if place else "M"
    dots = [
        Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="3"><title>{}</title></circle>').format(*place)
        for place in places
        if place
    ]
    lines = [_level(middle - value * scale, f"{value:+d}" if value else "0", value == 0) for value in (1, 0, -1)]
    line = Markup('<path class="line" d="{}"/>').format(" ".join(part for part in path if part))
    return _figure(title, [*lines, line, *dots, *_dates([label for label, _ in points])])


def whisker(net: float, low: float, high: float) -> Markup:
    """An expected net stance in [-1, 1] with its interval, small enough for a cell of a table."""
    x, left, right = (60 + 56 * value for value in (net, low, high))
    kind = "favor" if low > 0 else "against" if high < 0 else "open"
    words = f"expected net stance {net:+.2f}, 95 % interval {low:+.2f} to {high:+.2f}"
    return Markup(
        '<svg class="whisker {}" viewBox="0 0 120 16" role="img" aria-label="{}">'
        '<path class="zero" d="M60 1V15"/><path class="reach" d="M{:.1f} 8H{:.1f}"/><circle cx="{:.1f}" cy="8" r="4"/>'
        "<title>{}</title></svg>"
    ).format(kind, words, left, right, x, words)


def share(value: float, name: str) -> Markup:
    """A bar of a share in [0, 1], for a cell of a table."""
    return Markup(
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<rect class="whole" width="100" height="8"/><rect class="part" width="{:.1f}" height="8"/></svg>'
    ).format(name, 100 * min(max(value, 0), 1))


def _figure(title: str, shapes: Sequence[Markup]) -> Markup:
    return Markup('<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, _HEIGHT, title, Markup("").join(shapes)
    )


def _centre(at: int, count: int) -> float:
    return _LEFT + (at + 0.5) * _INNER / max(count, 1)


def _bar(kind: str, at: int, count: int, y: float, height: float, said: str) -> Markup:
    width = min(_INNER / max(count, 1) * 0.8, 28)
    return Markup(
        '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>'
    ).format(kind, _centre(at, count) - width / 2, y, width, height, said)


def _level(y: float, label: str, is_zero: bool) -> Markup:
    return Markup('<path class="{}" d="M{} {:.1f}H{}"/><text class="level" x="{}" y="{:.1f}">{}</text>').format(
        "zero" if is_zero else "grid", _LEFT, y, _WIDTH - _RIGHT, _LEFT - 5, y + 4, label
    )


def _dates(labels: Sequence[str]) -> list[Markup]:
    """The first label and the last below the plot."""
    if not labels:
        return []
    if len(labels) == 1:
        return [_date(_centre(0, 1), "middle", labels[0])]
    return [_date(_LEFT, "start", labels[0]), _date(_WIDTH - _RIGHT, "end", labels[-1])]


def _date(x: float, anchor: str, label: str) -> Markup:
    return Markup('<text class="date" x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(
        x, _HEIGHT - 5, anchor, escape(label)
    )


def _round_up(value: int) -> int:
    """The next number with one digit before its zeros, or half of one: a good end of an axis."""
    if value <= 1:
        return 1
    size = int(10 ** (len(str(value)) - 1))
    return next(step for step in (size, 2 * size, 5 * size, 10 * size) if step >= value)
