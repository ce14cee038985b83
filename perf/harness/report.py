"""Turns the rounds of a case into markdown."""

from statistics import median

from .cases import WANTED_GUARDED, WANTED_ROUTES
from .proxies import label

HEAD = (
    "| proxy | requests/s | MiB/s | p50 ms | p99 ms | CPU us/request | CPU to nginx | lowest-highest"
    " | requests/s to nginx | p99 to nginx | core used | RSS MiB |",
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")


class Round:
    """One proxy, one case, one round."""

    def __init__(self, load, cpu_seconds, wall_seconds, rss_bytes, others):
        self.load = load
        self.cpu_micros = cpu_seconds * 1e6 / max(load.requests, 1)
        self.rate = load.requests / load.seconds
        self.mebibytes = load.bytes / load.seconds / (1 << 20)
        self.core = cpu_seconds / wall_seconds
        self.rss = rss_bytes / (1 << 20)
        self.others = others
        self.allocated = None
        self.pauses = []


def ratios(mine, base, read):
    """Ratio to the other's same round, by round."""
    return [read(a) / read(b) for a, b in zip(mine, base) if read(b) > 0]


def baseline(results, routes):
    """The rounds of nginx, or else of nginx with its own buffers, or None."""
    return results.get(("nginx", routes)) or results.get(("nginx-stock", routes))


def cpu(turn):
    return turn.cpu_micros


def p99(turn):
    return turn.load.p99_micros


def rate(turn):
    return turn.rate


def row(title, rounds, base):
    cells = [
        title, f"{median(map(rate, rounds)):,.0f}", f"{median(r.mebibytes for r in rounds):,.1f}",
        f"{median(r.load.p50_micros for r in rounds) / 1000:.2f}",
        f"{median(map(p99, rounds)) / 1000:.2f}", f"{median(map(cpu, rounds)):.1f}"]
    by_cpu = ratios(rounds, base, cpu) if base else []
    if by_cpu:
        cells += [
            f"{median(by_cpu):.2f}", f"{min(by_cpu):.2f}-{max(by_cpu):.2f}",
            f"{median(ratios(rounds, base, rate)):.2f}",
            f"{median(ratios(rounds, base, p99)):.2f}"]
    else:
        cells += ["", "", "", ""]
    cells += [
        f"{median(r.core for r in rounds):.0%}", f"{median(r.rss for r in rounds):.0f}"]
    return "| " + " | ".join(cells) + " |"


def section(case, results, faults):
    """results: (proxy, routes) -> rounds; faults: lines that make the case invalid."""
    lines = [f"### {case.name}: {case.title}", ""]
    if faults:
        lines += ["**Invalid**, no figure of it counts:", ""]
        lines += [f"- {fault}" for fault in faults] + [""]
    if not results:
        return lines
    lines += HEAD
    for (proxy, routes), rounds in results.items():
        lines.append(row(label(proxy, routes), rounds, baseline(results, routes)))
    lines.append("")
    lines += ["CPU us/request by round: " + "; ".join(
        f"{label(proxy, routes)} "
        + " ".join(f"{r.cpu_micros:.1f}" for r in rounds)
        for (proxy, routes), rounds in results.items()) + ".", ""]
    disturbed = max(r.others for rounds in results.values() for r in rounds)
    if disturbed > 0.05:
        lines += [f"Other processes took up to {disturbed:.0%} of the proxy's core in a round.", ""]
    return lines + _routes(case, results) + _allocation(results)


def _routes(case, results):
    if len(case.variants) < 2:
        return []
    few, many = case.variants[0], case.variants[-1]
    what = f"{many:,} routes cost" if isinstance(many, int) else f"{many} costs"
    lines = []
    for proxy in dict.fromkeys(proxy for proxy, _ in results):
        grown = ratios(results[proxy, many], results[proxy, few], cpu)
        lines.append(
            f"- {proxy}: {what} {median(grown):.3f} x the CPU of {few}"
            f" ({min(grown):.3f}-{max(grown):.3f})")
    return lines + [""]


def _allocation(results):
    lines = []
    for (proxy, routes), rounds in results.items():
        measured = [r for r in rounds if r.allocated is not None]
        if not measured:
            continue
        per_request = median(r.allocated / r.load.requests for r in measured)
        pauses = [pause for r in measured for pause in r.pauses]
        longest = f", longest {max(pauses):.1f} ms" if pauses else ""
        lines.append(
            f"- {label(proxy, routes)}: {per_request:.0f} bytes of heap allocated per request;"
            f" {len(pauses)} pauses of the collector, {sum(pauses):.1f} ms in all{longest}")
    return lines + ([""] if lines else [])


def verdicts(outcomes):
    """outcomes: (case, results, faults). What was wanted of Weir beside what was found."""
    lines = ["| wanted of Weir | found | |", "|---|--:|---|"]
    for case, results, faults in outcomes:
        for routes in case.variants:
            mine = results.get(("weir", routes))
            if faults or not mine:
                continue
            for name in ("nginx-stock", "nginx"):
                base = results.get((name, routes))
                if base:
                    lines += _beside(name, base, mine, case, label(case.name, routes))
        if len(case.variants) > 1 and ("weir", case.variants[0]) in results and not faults:
            few, many = case.variants[0], case.variants[-1]
            grown = median(ratios(results["weir", many], results["weir", few], cpu))
            wanted = WANTED_ROUTES if isinstance(many, int) else WANTED_GUARDED
            lines.append(_verdict(
                f"{label(case.name, many)}: CPU <= {wanted} x {label(case.name, few)}", grown,
                wanted))
    return lines + [""] if len(lines) > 2 else []


def _beside(name, base, mine, case, title):
    lines = []
    if case.wanted_cpu is not None:
        found = median(ratios(mine, base, cpu))
        lines.append(_verdict(
            f"{title}: CPU <= {case.wanted_cpu:.2f} x {name}", found, case.wanted_cpu))
    lines.append(_verdict(
        f"{title}: p99 no worse than {name}", median(ratios(mine, base, p99)), 1.0))
    return lines


def _verdict(text, found, wanted):
    return f"| {text} | {found:.2f} | {'holds' if round(found, 2) <= wanted else '**missed**'} |"
