"""Colours: the same actor has the same one everywhere, no two actors share one."""

from analysis.notebook.style import COLORS, actor_color
from analysis.study import load_study


def test_actors_of_a_study_are_told_apart():
    study = load_study()
    actors = [*study.partners, *study.predecessors]
    assert len({actor_color(code, study) for code in actors}) == len(actors)


def test_a_state_without_a_part_is_grey():
    assert actor_color("IND", load_study()) == COLORS["other"]


def test_partners_beyond_the_first_two_keep_colours_of_their_own():
    study = load_study().model_copy(update={"others": ("USA", "CHN", "IND", "GBR")})
    found = [actor_color(code, study) for code in study.others]
    assert len(set(found)) == 4 and COLORS["other"] not in found
