"""What a worker holds of one group of targets: what its stories say, and what is published of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from schemas import Incident
from streams.published import TALLY, PublishedTally, TallyJson
from streams.stages.lexicon import Lexicon
from streams.stages.tally import Changed, GroupFold, TallyDefinition, incident_diff


class TallyGroup:
    """One group of targets: its fold, and what is published of it.

    Once all that the fold says is published, each update of the fold says what to send next, and no published incident
    need be kept. Until then (`before` is set) the published incidents are compared with those of the fold one by one.
    """

    def __init__(self, definitions: Sequence[TallyDefinition], lexicon: Lexicon) -> None:
        """An empty group of which nothing is published."""
        self.fold = GroupFold(definitions, lexicon)
        self.tallies: dict[str, PublishedTally] = {}
        self.tally_rows: dict[str, set[int]] = {}
        self.json: defaultdict[str, TallyJson] = defaultdict(TallyJson)
        self.before: dict[str, Incident] | None = {}
        self.sending = False

    def remember(self, kind: str, name: str, value: bytes) -> None:
        """Take in what was published: a row of the table `published`.

        It is compared with the fold at once, so that of what is the same no second copy is kept: facts come first.
        """
        if kind == TALLY:
            name, _, changes = name.rpartition("|")
            self.tally_rows.setdefault(name, set()).add(int(changes))
            if int(changes) == max(self.tally_rows[name]):
                self.tallies[name] = PublishedTally.model_validate_json(value)
            return
        if self.before is None:
            self.before = {}
        if self.fold.waiting:
            self.fold.update()
        folded = self.fold.incidents.get(name)
        same = folded is not None and folded.to_json() == value
        self.before[name] = folded if folded and same else Incident.model_validate_json(value)

    def update(self) -> Changed:
        """What has to be published that is not; it counts as sent once `sending` is taken back."""
        if self.sending:
            raise RuntimeError("what was to be published last was not, and the state was not read again")
        changed = self.fold.update()
        if self.before is not None:
            diff = incident_diff(self.before, self.fold.incidents.values())
            changed = replace(changed, incidents=diff, moved={})
        self.before = None
        self.sending = True
        return changed
