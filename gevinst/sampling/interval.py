"""How far a share found in a sample may be from the share of all: the score interval of Wilson, at 95 %.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), 209-212; recommended
for small samples and shares near 0 by Brown, Cai and DasGupta, "Interval estimation for a binomial proportion",
Statistical Science 16 (2001), 101-133.
"""

import math
import statistics

_Z = statistics.NormalDist().inv_cdf(0.975)


def wilson(found: int, of: int) -> tuple[float, float]:
    """The lowest and the highest share that goes well with `found` out of `of`; both from 0 to 1.

    Raises:
        ValueError: When `found` isn't among `of`, or `of` is none.
    """
    if not 0 <= found <= of or of == 0:
        message = f"{found} of {of} is no share"
        raise ValueError(message)
    share, squared = found / of, _Z * _Z / of
    middle = share + squared / 2
    reach = _Z * math.sqrt(share * (1 - share) / of + squared / (4 * of))
    low, high = (middle - reach) / (1 + squared), (middle + reach) / (1 + squared)
    return (0.0 if found == 0 else low), (1.0 if found == of else high)
