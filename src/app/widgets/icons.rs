//! Icons drawn as strokes in a box of 15 points; there are no glyph icons.

use crate::app::theme::{Theme, radius};
use eframe::egui::{
    Color32, CornerRadius, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind,
    Ui, WidgetInfo, pos2, vec2,
};

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Curved arrow back.
    Undo,
    /// Curved arrow forward.
    Redo,
    /// Drawing pin.
    Pin,
    /// Appearance: a sun.
    Sun,
    /// Appearance: a moon.
    Moon,
    /// Magnifier.
    Search,
    /// Plus sign.
    Plus,
    /// Sheet with a folded corner.
    File,
    /// Triangle with a stroke inside.
    Warning,
    /// Letter i in a circle.
    Info,
    /// Chevron down.
    ChevronDown,
    /// Chevron right.
    ChevronRight,
    /// Chevron left.
    ChevronLeft,
    /// Chevron up.
    ChevronUp,
    /// Two sheets.
    Copy,
    /// Framed picture.
    Picture,
    /// Diagonal cross.
    Close,
    /// Circular arrow.
    Reset,
    /// Tick.
    Check,
    /// Three dots.
    More,
    /// Folder.
    Folder,
    /// Arrow down onto a line.
    Save,
    /// Table grid.
    Table,
    /// Bin.
    Trash,
    /// Pencil.
    Edit,
    /// Arrow to the right.
    ArrowRight,
    /// Question mark in a circle.
    Help,
    /// Two bars side by side, for comparing.
    Compare,
}

type Path = &'static [(f32, f32)];

struct Strokes {
    paths: &'static [Path],
    circles: &'static [(f32, f32, f32)],
    dots: &'static [(f32, f32, f32)],
}

const fn strokes(paths: &'static [Path]) -> Strokes {
    Strokes {
        paths,
        circles: &[],
        dots: &[],
    }
}

impl Icon {
    const fn strokes(self) -> Strokes {
        match self {
            Self::Undo => strokes(&[
                &[(5.3, 3.2), (2.6, 5.9), (5.3, 8.6)],
                &[
                    (2.6, 5.9),
                    (9.2, 5.9),
                    (10.6, 6.2),
                    (11.8, 7.0),
                    (12.4, 8.2),
                    (12.5, 9.3),
                    (12.1, 10.6),
                    (11.2, 11.7),
                    (9.9, 12.3),
                    (8.4, 12.4),
                    (7.6, 12.4),
                ],
            ]),
            Self::Redo => strokes(&[
                &[(9.7, 3.2), (12.4, 5.9), (9.7, 8.6)],
                &[
                    (12.4, 5.9),
                    (5.8, 5.9),
                    (4.4, 6.2),
                    (3.2, 7.0),
                    (2.6, 8.2),
                    (2.5, 9.3),
                    (2.9, 10.6),
                    (3.8, 11.7),
                    (5.1, 12.3),
                    (6.6, 12.4),
                    (7.4, 12.4),
                ],
            ]),
            Self::Pin => strokes(&[
                &[(4.6, 1.9), (10.4, 1.9)],
                &[
                    (5.7, 1.9),
                    (5.5, 5.6),
                    (4.0, 8.6),
                    (11.0, 8.6),
                    (9.5, 5.6),
                    (9.3, 1.9),
                ],
                &[(7.5, 8.6), (7.5, 13.4)],
            ]),
            Self::Sun => Strokes {
                paths: &[
                    &[(7.5, 0.9), (7.5, 2.5)],
                    &[(7.5, 12.5), (7.5, 14.1)],
                    &[(0.9, 7.5), (2.5, 7.5)],
                    &[(12.5, 7.5), (14.1, 7.5)],
                ],
                circles: &[(7.5, 7.5, 2.8)],
                dots: &[],
            },
            Self::Moon => strokes(&[&[
                (9.6, 2.4),
                (7.6, 2.3),
                (5.4, 3.2),
                (3.7, 5.0),
                (3.0, 7.2),
                (3.4, 9.5),
                (4.8, 11.5),
                (6.9, 12.6),
                (9.2, 12.6),
                (11.2, 11.7),
                (12.5, 10.2),
                (10.4, 10.2),
                (8.6, 9.2),
                (7.6, 7.5),
                (7.6, 5.4),
                (8.4, 3.6),
                (9.6, 2.4),
            ]]),
            Self::Search => Strokes {
                paths: &[&[(9.6, 9.6), (13.0, 13.0)]],
                circles: &[(6.4, 6.4, 4.4)],
                dots: &[],
            },
            Self::Plus => strokes(&[&[(7.5, 2.6), (7.5, 12.4)], &[(2.6, 7.5), (12.4, 7.5)]]),
            Self::File => strokes(&[
                &[
                    (3.6, 1.9),
                    (8.6, 1.9),
                    (11.6, 4.9),
                    (11.6, 13.1),
                    (3.6, 13.1),
                    (3.6, 1.9),
                ],
                &[(8.4, 2.0), (8.4, 5.1), (11.5, 5.1)],
            ]),
            Self::Warning => Strokes {
                paths: &[
                    &[(7.5, 1.9), (13.9, 12.9), (1.1, 12.9), (7.5, 1.9)],
                    &[(7.5, 5.9), (7.5, 9.3)],
                ],
                circles: &[],
                dots: &[(7.5, 11.0, 0.8)],
            },
            Self::Info => Strokes {
                paths: &[&[(7.5, 6.8), (7.5, 10.6)]],
                circles: &[(7.5, 7.5, 5.8)],
                dots: &[(7.5, 4.7, 0.8)],
            },
            Self::ChevronDown => strokes(&[&[(3.6, 5.6), (7.5, 9.5), (11.4, 5.6)]]),
            Self::ChevronUp => strokes(&[&[(3.6, 9.4), (7.5, 5.5), (11.4, 9.4)]]),
            Self::ChevronRight => strokes(&[&[(5.6, 3.6), (9.5, 7.5), (5.6, 11.4)]]),
            Self::ChevronLeft => strokes(&[&[(9.4, 3.6), (5.5, 7.5), (9.4, 11.4)]]),
            Self::Copy => strokes(&[
                &[
                    (5.1, 4.6),
                    (12.1, 4.6),
                    (12.1, 13.1),
                    (5.1, 13.1),
                    (5.1, 4.6),
                ],
                &[(2.9, 10.4), (2.9, 1.9), (9.9, 1.9)],
            ]),
            Self::Picture => Strokes {
                paths: &[
                    &[
                        (1.8, 2.8),
                        (13.2, 2.8),
                        (13.2, 12.2),
                        (1.8, 12.2),
                        (1.8, 2.8),
                    ],
                    &[
                        (2.2, 11.0),
                        (6.0, 7.2),
                        (8.4, 9.6),
                        (10.4, 7.8),
                        (12.8, 10.2),
                    ],
                ],
                circles: &[(10.1, 5.4, 0.9)],
                dots: &[],
            },
            Self::Close => strokes(&[&[(3.6, 3.6), (11.4, 11.4)], &[(11.4, 3.6), (3.6, 11.4)]]),
            Self::Reset => strokes(&[
                &[(3.0, 2.4), (3.0, 5.6), (6.2, 5.6)],
                &[
                    (3.2, 5.4),
                    (4.6, 3.7),
                    (6.6, 2.8),
                    (8.9, 2.8),
                    (10.9, 3.9),
                    (12.2, 5.8),
                    (12.5, 8.1),
                    (11.6, 10.3),
                    (9.9, 11.8),
                    (7.7, 12.4),
                    (5.4, 11.9),
                    (3.7, 10.6),
                ],
            ]),
            Self::Check => strokes(&[&[(2.8, 7.9), (6.1, 11.2), (12.4, 4.2)]]),
            Self::More => Strokes {
                paths: &[],
                circles: &[],
                dots: &[(3.2, 7.5, 1.2), (7.5, 7.5, 1.2), (11.8, 7.5, 1.2)],
            },
            Self::Folder => strokes(&[&[
                (1.8, 12.2),
                (1.8, 3.2),
                (5.9, 3.2),
                (7.2, 4.8),
                (13.2, 4.8),
                (13.2, 12.2),
                (1.8, 12.2),
            ]]),
            Self::Save => strokes(&[
                &[(7.5, 2.0), (7.5, 9.6)],
                &[(4.4, 6.6), (7.5, 9.7), (10.6, 6.6)],
                &[(2.6, 12.8), (12.4, 12.8)],
            ]),
            Self::Table => strokes(&[
                &[
                    (1.8, 2.8),
                    (13.2, 2.8),
                    (13.2, 12.2),
                    (1.8, 12.2),
                    (1.8, 2.8),
                ],
                &[(1.8, 6.0), (13.2, 6.0)],
                &[(1.8, 9.1), (13.2, 9.1)],
                &[(6.0, 2.8), (6.0, 12.2)],
            ]),
            Self::Trash => strokes(&[
                &[(2.4, 3.9), (12.6, 3.9)],
                &[(5.6, 3.9), (5.6, 2.0), (9.4, 2.0), (9.4, 3.9)],
                &[(3.8, 3.9), (4.4, 13.0), (10.6, 13.0), (11.2, 3.9)],
            ]),
            Self::Edit => strokes(&[
                &[
                    (2.4, 12.6),
                    (3.0, 9.8),
                    (10.2, 2.6),
                    (12.4, 4.8),
                    (5.2, 12.0),
                    (2.4, 12.6),
                ],
                &[(8.8, 4.0), (11.0, 6.2)],
            ]),
            Self::ArrowRight => strokes(&[
                &[(2.4, 7.5), (12.4, 7.5)],
                &[(8.6, 3.7), (12.4, 7.5), (8.6, 11.3)],
            ]),
            Self::Help => Strokes {
                paths: &[&[
                    (5.6, 6.0),
                    (5.9, 4.9),
                    (7.0, 4.2),
                    (8.3, 4.4),
                    (9.2, 5.3),
                    (9.2, 6.4),
                    (8.2, 7.4),
                    (7.5, 8.0),
                    (7.5, 8.9),
                ]],
                circles: &[(7.5, 7.5, 5.8)],
                dots: &[(7.5, 10.7, 0.8)],
            },
            Self::Compare => strokes(&[
                &[(2.4, 2.8), (6.2, 2.8), (6.2, 12.2), (2.4, 12.2), (2.4, 2.8)],
                &[
                    (8.8, 2.8),
                    (12.6, 2.8),
                    (12.6, 12.2),
                    (8.8, 12.2),
                    (8.8, 2.8),
                ],
            ]),
        }
    }
}

/// Paints `icon` centred at `center`, `size` points wide.
pub fn paint_icon(painter: &Painter, icon: Icon, center: Pos2, size: f32, color: Color32) {
    let scale = size / 15.0;
    let at = |x: f32, y: f32| center + vec2(x - 7.5, y - 7.5) * scale;
    let stroke = Stroke::new(1.3 * scale.max(0.85), color);
    let strokes = icon.strokes();
    for path in strokes.paths {
        let points: Vec<Pos2> = path.iter().map(|&(x, y)| at(x, y)).collect();
        if path.len() > 2 && path.first() == path.last() {
            painter.add(Shape::closed_line(points[1..].to_vec(), stroke));
        } else {
            painter.add(Shape::line(points, stroke));
        }
    }
    for &(x, y, r) in strokes.circles {
        painter.circle_stroke(at(x, y), r * scale, stroke);
    }
    for &(x, y, r) in strokes.dots {
        painter.circle_filled(at(x, y), r * scale, color);
    }
}

/// Paints the logo, 18 by 15 points, with its left middle at `left`.
pub fn paint_logo(painter: &Painter, left: Pos2, color: Color32) {
    let at = |x: f32, y: f32| pos2(left.x + x, left.y + y - 7.5);
    let stroke = Stroke::new(2.2, color);
    let round = |points: &[Pos2]| {
        painter.add(Shape::line(points.to_vec(), stroke));
        for end in [points.first(), points.last()].into_iter().flatten() {
            painter.circle_filled(*end, 1.1, color);
        }
    };
    round(&[at(1.0, 7.5), at(7.2, 7.5)]);
    round(&[
        at(7.2, 7.5),
        at(9.4, 4.4),
        at(10.9, 2.5),
        at(12.2, 1.8),
        at(17.3, 1.8),
    ]);
    painter.circle_filled(at(7.2, 7.5), 2.6, color);
    round(&[at(10.4, 11.0), at(11.2, 12.0), at(12.6, 13.1)]);
    round(&[at(15.0, 13.2), at(15.1, 13.2)]);
    round(&[at(17.2, 13.2), at(17.3, 13.2)]);
}

/// A square button with an icon and no frame until hovered; `name` is its accessible name and tooltip.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    icon_button_sized(ui, icon, name, 28.0)
}

/// [`icon_button`] with another side length; 24 is the smallest that can be hit.
pub fn icon_button_sized(ui: &mut Ui, icon: Icon, name: &str, side: f32) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    if ui.is_rect_visible(rect) {
        let theme = Theme::of(ui);
        paint_hover(ui, rect, &response);
        let color = if !ui.is_enabled() {
            theme.text3
        } else if response.hovered() || response.has_focus() {
            theme.text
        } else {
            theme.text2
        };
        paint_icon(ui.painter(), icon, rect.center(), 15.0, color);
    }
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    response.on_hover_text(name).on_disabled_hover_text(name)
}

/// The ground of a frameless control: a fill under the pointer and a ring with the keyboard.
pub(crate) fn paint_hover(ui: &Ui, rect: Rect, response: &Response) {
    let theme = Theme::of(ui);
    let corner = CornerRadius::same(radius::BUTTON);
    if response.is_pointer_button_down_on() {
        ui.painter().rect_filled(rect, corner, theme.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, corner, theme.hover);
    }
    paint_focus(ui, rect, radius::BUTTON, response);
}

/// The keyboard ring, if `response` has the keyboard.
pub(crate) fn paint_focus(ui: &Ui, rect: Rect, corner: u8, response: &Response) {
    if response.has_focus() {
        let ring = Stroke::new(1.5, Theme::of(ui).focus);
        ui.painter()
            .rect_stroke(rect, CornerRadius::same(corner), ring, StrokeKind::Inside);
    }
}
