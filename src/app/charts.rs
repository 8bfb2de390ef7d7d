//! Charts that know the look and nothing of the model.
//!
//! A chart takes slices of numbers, names and closures that format figures; it returns what was
//! clicked. Months are indices from the first month of [`frame::TimeAxis`].

pub mod blast;
pub mod bullet;
pub mod decision_map;
pub mod frame;
pub mod futures;
pub mod hover;
pub mod labels;
pub mod lines;
mod lines_labels;
mod lines_paint;
pub mod marks;
pub mod scale;
pub mod sparkline;
pub mod stacked;
pub mod tornado;
pub mod waterfall;

pub use blast::{BlastMatrix, BlastPart, BlastSize};
pub use bullet::{Bullet, Need, paint_bullet};
pub use decision_map::MapChart;
pub use frame::{Frame, FrameResponse, TimeAxis, XLabels};
pub use futures::futures_ui;
pub use lines::{
    Band, ChartResponse, Crossover, Emphasis, EndLabels, LineChart, Series, SwitchLine, Unfit,
};
pub use sparkline::sparkline_ui;
pub use stacked::{StackLayer, StackPanel, StackedChart};
pub use tornado::{Tornado, TornadoBar};
pub use waterfall::{Reason, Waterfall};
