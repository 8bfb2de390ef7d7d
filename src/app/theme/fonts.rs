//! The faces bundled with the program; no system font is ever used.
//!
//! Window and export therefore agree. How the files were made is in `assets/fonts/README.md`.

use eframe::egui::{FontData, FontDefinitions, FontFamily};
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
