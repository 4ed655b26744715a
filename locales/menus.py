"""The menu of each role: which words stand on the buttons below the chat."""

from domain.permissions import Role

# Two buttons a row, the main one first; what is not there yet is not shown.
MENUS: dict[Role | None, list[list[str]]] = {
    None: [["menu-register"], ["menu-more"]],
    Role.VOLUNTEER: [
        ["menu-checkin", "menu-hours"],
        ["menu-rewards", "menu-code"],
        ["menu-more"],
    ],
    Role.CLERK: [["menu-scan", "menu-display"], ["menu-today", "menu-more"]],
    Role.MERCHANT: [["menu-honour", "menu-honoured"], ["menu-more"]],
    Role.UNIT_CONTACT: [["menu-duties", "menu-submit"], ["menu-roster", "menu-more"]],
    Role.COUNTY_OFFICE: [["menu-queue", "menu-more"]],
    Role.FEDERATION: [["menu-queue", "menu-more"]],
    Role.CENTRE: [["menu-queue", "menu-board"], ["menu-more"]],
    Role.OFFICE: [["menu-queue", "menu-board"], ["menu-more"]],
    Role.ADMINISTRATOR: [["menu-invite", "menu-more"]],
}
