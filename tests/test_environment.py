"""Every way in gives the same versions: environment.yml, pyproject.toml and the lock agree."""

import importlib.metadata
import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from tests.places import ROOT

LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def entries():
    """Requirements of the lock, each with its hashes."""
    for block in re.split(r"\n(?=\S)", LOCK.strip()):
        head, *hashes = block.replace("\\\n", "\n").split("\n")
        yield Requirement(head.strip()), [line.strip() for line in hashes if line.strip()]


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_entry_is_pinned_and_hashed():
    for requirement, hashes in entries():
        (pin,) = requirement.specifier
        assert pin.operator == "==", requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes)


def test_the_lock_names_no_address():
    assert "://" not in LOCK
    assert not re.search(r"^\s*--(?!hash)", LOCK, re.MULTILINE)


def test_the_lock_is_universal():
    markers = " ".join(str(requirement.marker) for requirement, _ in entries())
    assert "darwin" in markers
    assert PROJECT["requires-python"] == ">=3.11,<3.14"
    # No entry may exist for some of the supported Pythons only without a twin for the others.
    for version in ("3.11", "3.12", "3.13"):
        for system in ("linux", "darwin"):
            environment = {
                "python_version": version,
                "python_full_version": f"{version}.9",
                "sys_platform": system,
                "platform_system": system.capitalize(),
            }
            chosen = [
                normal(requirement.name)
                for requirement, _ in entries()
                if requirement.marker is None or requirement.marker.evaluate(environment)
            ]
            assert len(chosen) == len(set(chosen))
            wanted = {normal(Requirement(text).name) for text in PROJECT["dependencies"]}
            assert wanted <= set(chosen)


def test_numbers_come_from_one_version_of_each_library():
    for name in ("numpy", "pandas", "matplotlib", "seaborn", "pyarrow"):
        assert len([r for r, _ in entries() if normal(r.name) == name]) == 1


def test_the_lock_satisfies_the_project():
    pinned = {normal(r.name): next(iter(r.specifier)).version for r, _ in entries()}
    for text in PROJECT["dependencies"]:
        requirement = Requirement(text)
        assert requirement.specifier.contains(pinned[normal(requirement.name)]), text


def test_conda_brings_python_and_pip_and_installs_the_same_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *conda, pip = environment["dependencies"]
    python = [text for text in conda if text.startswith("python")]
    assert sorted(text.split()[0] for text in conda) == ["pip", "python"]
    assert SpecifierSet(python[0].split()[1]) == SpecifierSet(PROJECT["requires-python"])
    assert pip == {"pip": ["-r requirements.lock"]}


@pytest.mark.parametrize("requirement", [r for r, _ in entries()], ids=lambda r: r.name)
def test_what_is_installed_is_what_is_locked(requirement):
    if requirement.marker and not requirement.marker.evaluate():
        pytest.skip(f"not for this Python and system: {requirement.marker}")
    installed = importlib.metadata.version(requirement.name)
    assert requirement.specifier.contains(installed, prereleases=True)
