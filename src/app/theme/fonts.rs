//! The faces bundled with the program.
//!
//! Pictures use no others, so they look the same on every machine. On screen the system's fonts stand
//! in for letters that these lack; [`lacking`] names those letters, for whoever hands a picture on. How
//! the files were made is in `assets/fonts/README.md`.

use eframe::egui::epaint::text::{Fonts, TextOptions};
use eframe::egui::{FontData, FontDefinitions, FontFamily, FontId};
use std::sync::Arc;

/// Family name of the regular face; the same as [`FontFamily::Proportional`].
pub const REGULAR: &str = "ui";
/// Family name of the medium face.
pub const MEDIUM: &str = "ui-medium";
/// Family name of the semibold face.
pub const SEMIBOLD: &str = "ui-semibold";

const MONO: &str = "mono";

/// The font definitions of window and export.
pub fn definitions() -> FontDefinitions {
    let faces: [(&str, &'static [u8]); 4] = [
        (
            REGULAR,
            include_bytes!("../../../assets/fonts/Inter-Regular.ttf"),
        ),
        (
            MEDIUM,
            include_bytes!("../../../assets/fonts/Inter-Medium.ttf"),
        ),
        (
            SEMIBOLD,
            include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf"),
        ),
        (
            MONO,
            include_bytes!("../../../assets/fonts/JetBrainsMono-Regular.ttf"),
        ),
    ];
    let mut definitions = FontDefinitions::empty();
    for (name, bytes) in faces {
        definitions
            .font_data
            .insert(name.into(), Arc::new(FontData::from_static(bytes)));
    }
    let families = [
        (FontFamily::Proportional, vec![REGULAR]),
        (FontFamily::Monospace, vec![MONO, REGULAR]),
        (FontFamily::Name(REGULAR.into()), vec![REGULAR]),
        (FontFamily::Name(MEDIUM.into()), vec![MEDIUM, REGULAR]),
        (FontFamily::Name(SEMIBOLD.into()), vec![SEMIBOLD, REGULAR]),
    ];
    for (family, names) in families {
        definitions
            .families
            .insert(family, names.into_iter().map(Into::into).collect());
    }
    definitions
}

/// Letters of a text that the bundled faces lack, each once, in the order of the text.
pub fn lacking(text: &str) -> Vec<char> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut fonts = Fonts::new(TextOptions::default(), definitions());
    let mut missing = Vec::new();
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        let is_known = fonts.has_glyph(&FontId::proportional(12.0), letter);
        if !is_known && !missing.contains(&letter) {
            missing.push(letter);
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::lacking;

    #[test]
    fn letters_that_the_faces_lack_are_named() {
        assert!(lacking("résumé-ß-Łódź, Größe 3 ≤ 5 €").is_empty());
        assert_eq!(lacking("客服助手 客"), ['客', '服', '助', '手']);
        assert!(!lacking("🚀").is_empty());
    }
}
