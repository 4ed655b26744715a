"""What Telegram shows before anybody writes."""

from tests.world import World


async def test_the_commands_are_listed_in_both_languages(world: World) -> None:
    listed = {
        call.fields.get("language_code", ""): [each["command"] for each in call.fields["commands"]]
        for call in world.stage.calls_of("setMyCommands")
    }
    assert set(listed) == {"", "en"}
    assert listed[""] == listed["en"] == ["start", "help", "language", "cancel", "privacy"]


async def test_every_listed_command_is_answered(world: World) -> None:
    stranger = world.person("陌生人")
    for command in ("start", "help", "language", "cancel", "privacy"):
        await stranger.says(f"/{command}")
        assert stranger.screen, command
        assert "没看明白" not in stranger.screen, command
