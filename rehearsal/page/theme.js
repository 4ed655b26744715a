// The colours of the phones, as Telegram names them for Mini Apps.

const LIGHT = {
  bg_color: "#ffffff",
  text_color: "#17211c",
  hint_color: "#5c6a62",
  link_color: "#0b6b56",
  button_color: "#0d7a62",
  button_text_color: "#ffffff",
  secondary_bg_color: "#f1f4ef",
  header_bg_color: "#ffffff",
  bottom_bar_bg_color: "#ffffff",
  accent_text_color: "#0b6b56",
  section_bg_color: "#ffffff",
  section_header_text_color: "#0b6b56",
  section_separator_color: "#dde3dc",
  subtitle_text_color: "#5c6a62",
  destructive_text_color: "#b3261e",
};

const DARK = {
  bg_color: "#17201c",
  text_color: "#e9f0ea",
  hint_color: "#a3b2a9",
  link_color: "#63cfae",
  button_color: "#3cb491",
  button_text_color: "#04231a",
  secondary_bg_color: "#0f1613",
  header_bg_color: "#1c2723",
  bottom_bar_bg_color: "#1c2723",
  accent_text_color: "#63cfae",
  section_bg_color: "#1c2723",
  section_header_text_color: "#63cfae",
  section_separator_color: "#2c3a34",
  subtitle_text_color: "#a3b2a9",
  destructive_text_color: "#ff8a80",
};

const dark = matchMedia("(prefers-color-scheme: dark)");

/** The theme parameters of now; `theme.changes` fires "change" when night falls. */
export function theme() {
  return dark.matches ? DARK : LIGHT;
}

theme.changes = dark;
