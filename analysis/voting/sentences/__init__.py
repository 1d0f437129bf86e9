"""What the tables of votes say, in sentences that carry their own numbers.

Every function takes results of the measures and the reading that they were made with, and returns
Markdown. Where the chosen states and years have no votes, the sentence says so.
"""

from analysis.voting.sentences.captions import caption as caption
from analysis.voting.sentences.captions import source as source
from analysis.voting.sentences.changes import on_absence as on_absence
from analysis.voting.sentences.changes import on_agenda as on_agenda
from analysis.voting.sentences.changes import on_changes as on_changes
from analysis.voting.sentences.changes import on_coding as on_coding
from analysis.voting.sentences.changes import on_contributions as on_contributions
from analysis.voting.sentences.changes import on_sets as on_sets
from analysis.voting.sentences.changes import on_single_states as on_single_states
from analysis.voting.sentences.changes import on_two_ways as on_two_ways
from analysis.voting.sentences.changes import on_varied as on_varied
from analysis.voting.sentences.changes import tell_events as tell_events
from analysis.voting.sentences.landmarks import on_claims as on_claims
from analysis.voting.sentences.landmarks import on_record as on_record
from analysis.voting.sentences.landmarks import on_told as on_told
from analysis.voting.sentences.votes import on_chance as on_chance
from analysis.voting.sentences.votes import on_ends as on_ends
from analysis.voting.sentences.votes import on_means as on_means
from analysis.voting.sentences.votes import on_question as on_question
from analysis.voting.sentences.votes import on_series as on_series
from analysis.voting.sentences.votes import on_unity as on_unity
from analysis.voting.sentences.votes import on_votes as on_votes
from analysis.voting.sentences.votes import on_width as on_width
