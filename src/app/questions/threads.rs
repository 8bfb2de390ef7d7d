//! Where the threads are started on which questions are worked out.

use eframe::egui;

/// How questions are worked out.
pub(crate) struct Threads {
    /// The window that waits for them; none where they are worked out as they are asked.
    window: Option<egui::Context>,
}

impl Threads {
    /// Each on a thread of its own, which asks the window to repaint when it has something to tell.
    pub(crate) const fn of(window: egui::Context) -> Self {
        Self {
            window: Some(window),
        }
    }

    /// Each at once, where it is asked.
    pub(crate) const fn inline() -> Self {
        Self { window: None }
    }

    /// Starts a job that may use so many cores.
    pub(super) fn start(&self, cores: usize, job: impl FnOnce() + Send + 'static) {
        if self.window.is_none() {
            return job();
        }
        let thread = std::thread::Builder::new().name("splitpoint-question".to_owned());
        let spawned = thread.spawn(move || {
            // With cores of its own, since what somebody waits for must not stand behind thousands of
            // futures.
            match rayon::ThreadPoolBuilder::new().num_threads(cores).build() {
                Ok(pool) => pool.install(job),
                Err(_) => job(),
            }
        });
        // Where there is no thread the job is dropped, and whoever waits for it hears of that.
        drop(spawned);
    }

    /// What a job tells that there is something to see.
    pub(super) fn waker(&self) -> Waker {
        Waker(self.window.clone())
    }
}

/// Asks the window to repaint.
pub(super) struct Waker(Option<egui::Context>);

impl Waker {
    /// Asks it.
    pub(super) fn wake(&self) {
        if let Some(window) = &self.0 {
            window.request_repaint();
        }
    }
}
