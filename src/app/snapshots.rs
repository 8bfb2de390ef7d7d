//! Pictures of every page, light, dark and in a small window, against those in `tests/snapshots`.
//!
//! Drawn offscreen from a preset. `UPDATE_GOLDEN=1` writes them anew; look at what changed before you
//! keep it.

use super::action::Tab;
use super::pages::Pages;
use super::picture::{Look, PictureOf, page_as};
use super::questions::Questions;
use crate::analysis;
use crate::analysis::decided::DecidedScenario;
use crate::analysis::futures::memory::Memory;
use crate::analysis::futures::progress::{Ask, refine};
use crate::analysis::futures::uncertainty::SHOWN_SERIES;
use crate::analysis::report::Report;
use crate::catalog::Catalog;
use crate::presets;
use crate::scenario::Scenario;
use eframe::egui;
use eframe::egui::{ColorImage, vec2};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Preset whose pages are drawn.
const PRESET: &str = "agent-marketplace";
/// Difference of a channel that the eye can see.
const VISIBLE: u8 = 32;
/// Share of the pixels that may differ visibly: edges of letters, from one driver to the next.
const MAY_DIFFER: f64 = 0.002;

fn looks() -> [(&'static str, Look); 3] {
    let look = Look {
        theme: egui::Theme::Light,
        size: vec2(1_120.0, 830.0),
        scale: 1.0,
        narrow: false,
        picture: false,
    };
    let dark = Look {
        theme: egui::Theme::Dark,
        ..look
    };
    let small = Look {
        size: vec2(744.0, 630.0),
        narrow: true,
        ..look
    };
    [("light", look), ("dark", dark), ("small", small)]
}

/// Whether a page is kept in a look; there is room for 24 pictures.
fn is_kept(tab: Tab, look: &str) -> bool {
    match tab {
        Tab::When => look != "small",
        Tab::Matters => look == "light",
        _ => true,
    }
}

/// Futures of the pictures.
const DRAWS: usize = 64;

/// The report with its futures, drawn once for all pages.
fn report(scenario: &Scenario, catalog: &Catalog) -> Report {
    let mut decided = DecidedScenario::new(scenario, catalog).unwrap();
    let likely = analysis::report(&mut decided).unwrap();
    let ask = Ask {
        seed: 7,
        draws: &[DRAWS],
        series: &SHOWN_SERIES,
        drivers: true,
        timing: true,
        work: None,
    };
    let mut shown = likely.clone();
    refine(
        &mut decided,
        &likely,
        &ask,
        &mut Memory::default(),
        &|| true,
        &mut |step| {
            shown.clone_from(step);
        },
    )
    .unwrap();
    shown
}

fn subject(tab: Tab, report: &Arc<Report>) -> PictureOf {
    let scenario = presets::find(PRESET).unwrap().scenario().unwrap();
    let catalog = Catalog::builtin().unwrap();
    PictureOf {
        tab,
        scenario: Arc::new(scenario),
        report: Arc::clone(report),
        pages: Pages::default(),
        questions: Questions::default(),
        version: 0,
        catalog: Arc::new(catalog.clone()),
        footer: String::new(),
    }
}

/// One of sixteen steps, so that a picture stays small.
const fn coarse(channel: u8) -> u8 {
    const STEP: u8 = 17;
    channel.saturating_add(STEP / 2) / STEP * STEP
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

fn kept(name: &str) -> PathBuf {
    folder().join(name).with_extension("png")
}

fn write(image: &ColorImage, path: &Path) {
    let [width, height] = image.size.map(|side| side as u32);
    let rgba = image::RgbaImage::from_raw(width, height, image.as_raw().to_vec()).unwrap();
    let mut rgb = image::DynamicImage::ImageRgba8(rgba).to_rgb8();
    for pixel in rgb.pixels_mut() {
        pixel.0 = pixel.0.map(coarse);
    }
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let encoder = image::codecs::png::PngEncoder::new_with_quality(
        file,
        image::codecs::png::CompressionType::Best,
        image::codecs::png::FilterType::Adaptive,
    );
    rgb.write_with_encoder(encoder).unwrap();
}

/// Share of the pixels that differ visibly.
fn difference(image: &ColorImage, path: &Path) -> f64 {
    let Ok(kept) = image::open(path) else {
        return 1.0;
    };
    let kept = kept.to_rgba8();
    if [kept.width() as usize, kept.height() as usize] != image.size {
        return 1.0;
    }
    let pairs = image
        .as_raw()
        .chunks_exact(4)
        .zip(kept.as_raw().chunks_exact(4));
    let differ = pairs
        .filter(|(a, b)| a.iter().zip(*b).any(|(a, b)| a.abs_diff(*b) > VISIBLE))
        .count();
    differ as f64 / (image.size[0] * image.size[1]) as f64
}

#[test]
fn every_page_looks_as_it_did() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    if !update && !folder().is_dir() {
        // The published package comes without them; a checkout does not.
        assert!(std::env::var_os("CI").is_none(), "there are no pictures");
        return;
    }
    let mut changed = Vec::new();
    let scenario = presets::find(PRESET).unwrap().scenario().unwrap();
    let report = Arc::new(report(&scenario, Catalog::builtin().unwrap()));
    for &tab in Tab::ALL {
        let of = subject(tab, &report);
        for (word, look) in looks() {
            if !is_kept(tab, word) {
                continue;
            }
            let name = format!("{}-{word}", tab.label().to_lowercase().replace(' ', "-"));
            let image = match page_as(&of, look) {
                Ok(image) => image,
                Err(reason) => {
                    // Where everything was installed for the tests, not to have looked is a failure.
                    assert!(std::env::var_os("CI").is_none(), "{reason}");
                    eprintln!("not tested: {reason}");
                    return;
                }
            };
            let path = kept(&name);
            if update {
                if difference(&image, &path) > 0.0 {
                    write(&image, &path);
                }
                continue;
            }
            let share = difference(&image, &path);
            if share > MAY_DIFFER {
                let seen = std::env::temp_dir().join(format!("splitpoint-{name}.png"));
                write(&image, &seen);
                changed.push(format!(
                    "{name}: {:.2}% differ, see {}",
                    share * 100.0,
                    seen.display()
                ));
            }
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}
