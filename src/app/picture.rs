//! A picture of the page, drawn offscreen at twice the size, whatever the window's size is.
//!
//! Uses a context, a device and a renderer of its own, always in the light theme, so that a saved
//! picture depends on the plan alone. Runs on a thread; a machine without any graphics adapter
//! gets an error in words, and the window falls back to what is on its screen.

use super::action::Tab;
use super::pages::Pages;
use super::questions::{Questions, Version};
use super::theme::{Theme, install, space};
use super::view::{PageView, ResultsView};
use crate::analysis::report::Report;
use crate::catalog::Catalog;
use crate::engine::compile::catalog_of;
use crate::scenario::Scenario;
use eframe::egui;
use eframe::egui::{Color32, ColorImage, Context, FullOutput, RawInput, Rect, Vec2, pos2, vec2};
use eframe::egui_wgpu::{
    self, RenderState, RendererOptions, ScreenDescriptor, WgpuConfiguration, wgpu,
};
use image::ImageEncoder as _;
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

/// Size of the page in points: the design's window without its inputs and bars.
const SIZE: Vec2 = vec2(1_440.0, 900.0);
/// Pixels per point.
const SCALE: f32 = 2.0;
/// Passes until layout and charts have settled.
const PASSES: usize = 4;
/// How long to wait for the adapter.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a picture shows.
#[derive(Clone)]
pub(crate) struct PictureOf {
    /// The page.
    pub(crate) tab: Tab,
    /// The plan.
    pub(crate) scenario: Arc<Scenario>,
    /// Its report.
    pub(crate) report: Arc<Report>,
    /// How the pages are switched.
    pub(crate) pages: Pages,
    /// What is known beside the report.
    pub(crate) questions: Questions,
    /// The version of the plan that it is known about.
    pub(crate) version: u64,
    /// The constants.
    pub(crate) catalog: Arc<Catalog>,
    /// The line at the foot.
    pub(crate) footer: String,
}

/// How a page is drawn.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// Light or dark.
    pub(crate) theme: egui::Theme,
    /// Room of the page (pt).
    pub(crate) size: Vec2,
    /// Pixels per point.
    pub(crate) scale: f32,
    /// Whether as in a small window.
    pub(crate) narrow: bool,
    /// Whether without controls.
    pub(crate) picture: bool,
}

/// Draws the page as it is handed on.
pub(crate) fn page_picture(of: &PictureOf) -> Result<ColorImage, String> {
    let look = Look {
        theme: egui::Theme::Light,
        size: SIZE,
        scale: SCALE,
        narrow: false,
        picture: true,
    };
    page_as(of, look)
}

/// Draws the page in some look.
pub(crate) fn page_as(of: &PictureOf, look: Look) -> Result<ColorImage, String> {
    let mut of = of.clone();
    let (scenario, report) = (Arc::clone(&of.scenario), Arc::clone(&of.report));
    let footer = of.footer.clone();
    let mut questions = std::mem::take(&mut of.questions);
    let constants = match catalog_of(&scenario, &of.catalog) {
        Ok(Cow::Owned(own)) => Arc::new(own),
        Ok(Cow::Borrowed(_)) | Err(_) => Arc::clone(&of.catalog),
    };
    questions.find_reads(&Version {
        number: of.version,
        opened: of.version,
        plan: &scenario,
        catalog: &constants,
    });
    let answers = questions.about(of.version).as_they_are();
    render(look, |ui| {
        let theme = Theme::of(ui);
        let view = PageView {
            results: ResultsView {
                scenario: &scenario,
                report: &report,
                former: None,
                stale: false,
                not_applied: &[],
                narrow: look.narrow,
                picture: look.picture,
            },
            plan: &scenario,
            catalog: &of.catalog,
            constants: &constants,
            reads: questions.reads(),
            answers,
            effect: None,
        };
        let frame = egui::Frame::NONE.fill(theme.bg).inner_margin(space::PAGE);
        egui::Panel::bottom("footer")
            .exact_size(34.0)
            .show_separator_line(false)
            .frame(
                egui::Frame::NONE
                    .fill(theme.bg)
                    .inner_margin(egui::Margin::symmetric(24, 8)),
            )
            .show(ui, |ui| {
                super::theme::Type::CAPTION.label(ui, &footer, theme.text3);
            });
        egui::CentralPanel::default()
            .frame(frame)
            .show(ui, |ui| of.pages.of_mut(of.tab).ui(ui, &view));
    })
}

/// A picture as the bytes of a PNG file.
pub(crate) fn png(image: &ColorImage) -> Result<Vec<u8>, String> {
    let [width, height] = image.size;
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(
            image.as_raw(),
            width as u32,
            height as u32,
            image::ExtendedColorType::Rgba8,
        )
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// Draws `ui` without a window.
fn render(look: Look, mut draw: impl FnMut(&mut egui::Ui)) -> Result<ColorImage, String> {
    let Look { size, scale, .. } = look;
    let state = render_state()?;
    let ctx = Context::default();
    install(&ctx);
    ctx.set_theme(look.theme);
    ctx.options_mut(|options| options.max_passes = std::num::NonZeroUsize::MIN);
    let mut input = RawInput {
        screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), size)),
        ..RawInput::default()
    };
    input
        .viewports
        .entry(egui::ViewportId::ROOT)
        .or_default()
        .native_pixels_per_point = Some(scale);
    let mut output = FullOutput::default();
    for pass in 0..PASSES {
        input.time = Some(pass as f64);
        output = ctx.run_ui(input.clone(), &mut draw);
        upload(&state, &mut output);
    }
    paint(&state, &ctx, output, size, scale)
}

fn render_state() -> Result<RenderState, String> {
    let setup =
        egui_wgpu::WgpuSetup::CreateNew(egui_wgpu::WgpuSetupCreateNew::without_display_handle());
    let instance = pollster::block_on(setup.new_instance());
    let configuration = WgpuConfiguration {
        wgpu_setup: setup,
        ..WgpuConfiguration::default()
    };
    pollster::block_on(RenderState::create(
        &configuration,
        &instance,
        None,
        RendererOptions::PREDICTABLE,
    ))
    .map_err(|error| format!("there is no graphics adapter to draw with ({error})"))
}

fn upload(state: &RenderState, output: &mut FullOutput) {
    let mut renderer = state.renderer.write();
    let mut delta = std::mem::take(&mut output.textures_delta);
    delta.free.clear();
    let mut set: Vec<_> = delta.set.drain().collect();
    set.sort_by_key(|(id, _)| match *id {
        egui::TextureId::Managed(number) | egui::TextureId::User(number) => number,
    });
    for (id, images) in set {
        for image in images {
            renderer.update_texture(&state.device, &state.queue, id, &image);
        }
    }
}

fn paint(
    state: &RenderState,
    ctx: &Context,
    output: FullOutput,
    size: Vec2,
    scale: f32,
) -> Result<ColorImage, String> {
    let [width, height] = [
        (size.x * scale).round() as u32,
        (size.y * scale).round() as u32,
    ];
    let screen = ScreenDescriptor {
        size_in_pixels: [width, height],
        pixels_per_point: scale,
    };
    let primitives = ctx.tessellate(output.shapes, scale);
    let mut renderer = state.renderer.write();
    let mut encoder = state
        .device
        .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    let buffers = renderer.update_buffers(
        &state.device,
        &state.queue,
        &mut encoder,
        &primitives,
        &screen,
    );
    let texture = state.device.create_texture(&wgpu::TextureDescriptor {
        label: Some("picture"),
        size: wgpu::Extent3d {
            width,
            height,
            depth_or_array_layers: 1,
        },
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: state.target_format,
        usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC,
        view_formats: &[],
    });
    let target = texture.create_view(&wgpu::TextureViewDescriptor::default());
    {
        let mut pass = encoder
            .begin_render_pass(&wgpu::RenderPassDescriptor {
                label: Some("picture"),
                color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                    view: &target,
                    resolve_target: None,
                    ops: wgpu::Operations {
                        load: wgpu::LoadOp::Clear(wgpu::Color::WHITE),
                        store: wgpu::StoreOp::Store,
                    },
                    depth_slice: None,
                })],
                ..wgpu::RenderPassDescriptor::default()
            })
            .forget_lifetime();
        renderer.render(&mut pass, &primitives, &screen);
    }
    let row = width * 4;
    let padded_row = row.next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
    let buffer = state.device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("picture bytes"),
        size: u64::from(padded_row) * u64::from(height),
        usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    encoder.copy_texture_to_buffer(
        texture.as_image_copy(),
        wgpu::TexelCopyBufferInfo {
            buffer: &buffer,
            layout: wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(padded_row),
                rows_per_image: None,
            },
        },
        texture.size(),
    );
    state
        .queue
        .submit(buffers.into_iter().chain([encoder.finish()]));
    let bytes = read(state, &buffer)?;
    let pixels = bytes
        .chunks_exact(padded_row as usize)
        .flat_map(|line| line[..row as usize].chunks_exact(4))
        .map(|pixel| Color32::from_rgb(pixel[0], pixel[1], pixel[2]))
        .collect();
    Ok(ColorImage::new([width as usize, height as usize], pixels))
}

fn read(state: &RenderState, buffer: &wgpu::Buffer) -> Result<Vec<u8>, String> {
    let slice = buffer.slice(..);
    let (sender, receiver) = channel();
    slice.map_async(wgpu::MapMode::Read, move |result| drop(sender.send(result)));
    state
        .device
        .poll(wgpu::PollType::Wait {
            submission_index: None,
            timeout: Some(PATIENCE),
        })
        .map_err(|error| error.to_string())?;
    receiver
        .recv()
        .map_err(|error| error.to_string())?
        .map_err(|error| error.to_string())?;
    let bytes = slice
        .get_mapped_range()
        .map_err(|error| error.to_string())?;
    Ok(bytes.to_vec())
}
