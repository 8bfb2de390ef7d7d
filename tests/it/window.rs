//! The real program in a real window, on a display of its own.
//!
//! Needs Xvfb, xdotool and `ImageMagick`, and a software or real graphics driver; where the tools
//! are missing there is nothing to test on and the test says so. The last picture is left in the
//! target folder for people to look at.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops where it fails, and says why it tested nothing"
)]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest wait for anything; software rendering on a busy machine is slow.
const PATIENCE: Duration = Duration::from_mins(3);

/// A child process that does not outlive the test.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(crate) struct Display {
    name: String,
    pub(crate) folder: PathBuf,
    _server: Running,
}

impl Display {
    /// A display with a folder of its own under a name; none where the tools are missing, which
    /// where everything was installed for the tests is a failure.
    pub(crate) fn start(name: &str) -> Option<Self> {
        let display = Self::with_tools(name);
        if display.is_none() {
            assert!(
                std::env::var_os("CI").is_none(),
                "Xvfb, xdotool and ImageMagick are needed for the window"
            );
            eprintln!("not tested: Xvfb, xdotool and ImageMagick are needed for the window");
        }
        display
    }

    fn with_tools(name: &str) -> Option<Self> {
        for tool in ["xdotool", "import"] {
            Command::new(tool)
                .arg("-version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .ok()?;
        }
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1440x900x24",
                "-nolisten",
                "tcp",
                // It would start anew whenever its last client leaves, as a killed program does.
                "-noreset",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut number = String::new();
        BufReader::new(server.stdout.take()?)
            .read_line(&mut number)
            .ok()?;
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Some(Self {
            name: format!(":{}", number.trim()),
            folder,
            _server: Running(server),
        })
    }

    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("DISPLAY", &self.name)
            .env_remove("WAYLAND_DISPLAY")
            .env("XDG_CONFIG_HOME", &self.folder)
            .env("XDG_RUNTIME_DIR", &self.folder)
            .stderr(Stdio::null());
        command
    }

    pub(crate) fn xdotool(&self, arguments: &[&str]) -> String {
        let output = self.command("xdotool").args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    pub(crate) fn picture(&self, name: &str) -> image::RgbaImage {
        let path: PathBuf = self.folder.join(name).with_extension("png");
        let status = self
            .command("import")
            .args(["-window", "root"])
            .arg(&path)
            .status()
            .unwrap();
        assert!(status.success());
        read(&path)
    }

    pub(crate) fn click(&self, x: u32, y: u32) {
        let (x, y) = (x.to_string(), y.to_string());
        self.xdotool(&["mousemove", &x, &y, "click", "1"]);
    }

    /// Finds the users and types how many.
    fn type_users(&self, users: &str) {
        self.xdotool(&["key", "ctrl+f"]);
        self.xdotool(&["type", "users today"]);
        wait_for("the row of users", || self.is_still().then_some(()));
        self.click(230, 130);
        self.xdotool(&["type", users]);
        self.xdotool(&["key", "Return"]);
    }

    /// Whether two pictures, one after the other, are the same but for the status bar, which tells how
    /// far the futures are.
    pub(crate) fn is_still(&self) -> bool {
        let page =
            |name| image::imageops::crop_imm(&self.picture(name), 0, 0, 1_440, 870).to_image();
        let before = page("moving");
        std::thread::sleep(Duration::from_millis(200));
        before == page("still")
    }
}

fn read(path: &Path) -> image::RgbaImage {
    let decoder = image::ImageReader::open(path).unwrap();
    decoder.decode().unwrap().to_rgba8()
}

/// Waits for something to be so.
#[track_caller]
pub(crate) fn wait_for<T>(what: &str, mut ready: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Some(value) = ready() {
            return value;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    panic!("waited in vain: {what}");
}

/// The strip of key figures at the page's foot, without the status bar.
fn figures(picture: &image::RgbaImage) -> Vec<u8> {
    image::imageops::crop_imm(picture, 340, 780, 1_080, 80)
        .to_image()
        .into_raw()
}

fn is_empty(strip: &[u8]) -> bool {
    strip.chunks_exact(4).all(|pixel| pixel == &strip[..4])
}

#[test]
fn the_program_opens_takes_an_edit_and_closes() {
    let Some(display) = Display::start("window") else {
        return;
    };
    let program = display
        .command(env!("CARGO_BIN_EXE_splitpoint"))
        .arg("support-copilot")
        .spawn()
        .unwrap();
    let mut program = Running(program);
    let window = wait_for("the window", || {
        let found = display.xdotool(&["search", "--name", "Splitpoint"]);
        found.lines().next().map(str::to_owned)
    });
    let title = || display.xdotool(&["getwindowname", &window]);
    let before = wait_for("figures on the page", || {
        let strip = figures(&display.picture("start"));
        (!is_empty(&strip)).then_some(strip)
    });
    assert!(title().starts_with("support-copilot"), "{}", title());

    // Another preset, from the welcome page: its first card.
    display.xdotool(&["windowfocus", &window]);
    display.xdotool(&["key", "ctrl+n"]);
    wait_for("the welcome page", || {
        (title() == "Splitpoint").then_some(())
    });
    display.click(160, 230);
    wait_for("a preset", || {
        title().starts_with("prototype-assistant").then_some(())
    });
    let preset = wait_for("figures of the preset", || {
        let strip = figures(&display.picture("preset"));
        (!is_empty(&strip) && strip != before).then_some(strip)
    });

    display.type_users("50,000");
    wait_for("an unsaved edit", || {
        title().contains("not saved").then_some(())
    });
    wait_for("other figures", || {
        (figures(&display.picture("edited")) != preset).then_some(())
    });

    // Undo leaves nothing to save, so leaving asks nothing.
    display.xdotool(&["key", "ctrl+z"]);
    wait_for("nothing to save", || {
        (!title().contains("not saved")).then_some(())
    });
    display.xdotool(&["key", "ctrl+q"]);
    let status = wait_for("the end", || program.0.try_wait().unwrap());
    assert!(status.success(), "{status}");
}

/// The recovery copies in the folder of settings.
fn copies(display: &Display) -> Vec<PathBuf> {
    let folder = display.folder.join("splitpoint/recovery");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "ron"))
        .collect()
}

/// Nothing touches the window after the edit: the copy is written all the same, and stays when the
/// program is killed and when the next window is closed without an answer.
#[test]
fn an_edit_survives_a_kill_though_nobody_touches_the_window() {
    let Some(display) = Display::start("kill") else {
        return;
    };
    let open = || {
        let mut command = display.command(env!("CARGO_BIN_EXE_splitpoint"));
        let program = Running(command.arg("prototype-assistant").spawn().unwrap());
        let window = wait_for("the window", || {
            let found = display.xdotool(&["search", "--name", "Splitpoint"]);
            found.lines().next().map(str::to_owned)
        });
        wait_for("figures on the page", || {
            (!is_empty(&figures(&display.picture("kill")))).then_some(())
        });
        display.xdotool(&["windowfocus", &window]);
        (program, window)
    };
    let (mut program, window) = open();
    display.type_users("54,321");
    wait_for("an unsaved edit", || {
        let title = display.xdotool(&["getwindowname", &window]);
        title.contains("not saved").then_some(())
    });
    let kept = wait_for("a recovery copy", || copies(&display).pop());
    let text = std::fs::read_to_string(&kept).unwrap();
    assert!(text.contains("54_321") || text.contains("54321"), "{text}");
    program.0.kill().unwrap();
    program.0.wait().unwrap();
    // The next window offers it; leaving without an answer leaves it.
    let (mut program, _) = open();
    display.picture("offered");
    display.xdotool(&["key", "ctrl+q"]);
    let status = wait_for("the end", || program.0.try_wait().unwrap());
    assert!(status.success(), "{status}");
    assert_eq!(copies(&display), [kept]);
}
