"""A desk killed at any moment has lost nothing that was entered (issue: a desk killed has lost nothing)."""

import random
import subprocess
import sys
from collections import Counter
from contextlib import closing

from app.adapters.credentials.keeper import LEDGER_KEY
from app.adapters.ledger.ledger import open_ledger
from app.eligibility.answer import CheckState
from app.scheme.days import business_day
from tests.people import NOW

ENTERS_UNTIL_KILLED = """
import random, sys
from pathlib import Path
from app.adapters.credentials.keeper import LEDGER_KEY, MemoryKeeper
from app.adapters.ledger.ledger import open_ledger
from tests import people

home, round, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
keeper, chance = MemoryKeeper(), random.Random(seed)
keeper.put(LEDGER_KEY, sys.stdin.readline().strip())
ledger = open_ledger(home, keeper)
print("open", flush=True)
number = 0
while True:
    identity = f"{round}-{number}"
    question = people.photo(chance.randbytes(chance.randrange(1, 20_000)))
    ledger.checks.enter(people.check(identity, question=question))
    print("entered", identity, flush=True)
    if chance.random() < 0.5:
        ledger.checks.settle(identity, people.answer(), 0.1)
        print("settled", identity, flush=True)
    number += 1
"""


def _killed(made, number, seed):
    """Lets a desk enter checks and kills it, without waiting, after some line; what it had acknowledged by then."""
    chance = random.Random(seed)
    command = [sys.executable, "-c", ENTERS_UNTIL_KILLED, str(made.home), str(number), str(seed)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdin and desk.stdout
        desk.stdin.write(made.keeper.get(LEDGER_KEY) + "\n")
        desk.stdin.flush()
        assert desk.stdout.readline() == "open\n"
        lines = [desk.stdout.readline() for _ in range(chance.randrange(1, 60))]
        desk.kill()
        lines += desk.stdout.readlines()
    return [line.split() for line in lines if line.endswith("\n")]


def test_a_desk_killed_at_random_moments_has_every_entered_check_once(made, size):
    seed = random.randrange(2**32)
    print("seed", seed)
    said = []
    for number in range(size(4, 20)):
        said += _killed(made, number, seed + number)
        with closing(open_ledger(made.home, made.keeper)) as ledger:
            checks = ledger.checks.of_day(business_day(NOW))
            waiting = {each.id for each in ledger.checks.waiting()}
        assert set(Counter(each.id for each in checks).values()) == {1}
        states = {each.id: each.state for each in checks}
        for word, identity in said:
            assert identity in states, f"{identity} was acknowledged and is gone"
            assert word == "entered" or states[identity] is CheckState.ANSWERED
        assert waiting == {each for each, state in states.items() if state is CheckState.WAITING}
    assert len(said) > size(4, 20)
