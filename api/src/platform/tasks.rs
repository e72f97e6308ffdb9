//! The loaders' work, done inside of the request that asked for it.
//!
//! A loader collects keys until its task runs. On a runtime of several threads a spawned task may
//! run at once on another one, so that siblings' keys come too late and cost a statement more. Here
//! the tasks of a request begin only when its resolvers can go no further and none of its statements
//! is under way: batches are complete, there is no delay, and a reader who leaves takes the work
//! along.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use async_graphql::runtime::Timer;
use futures_util::{
    FutureExt as _, Stream as _,
    future::BoxFuture,
    stream::FuturesUnordered,
    task::{FutureObj, Spawn, SpawnError},
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::reader::UnderWay;

/// Where the loaders of one request put their tasks.
#[derive(Clone, Debug)]
pub struct Spawner(UnboundedSender<FutureObj<'static, ()>>);

/// The tasks of one request, waiting to be run beside it.
#[derive(Debug)]
pub struct Tasks(UnboundedReceiver<FutureObj<'static, ()>>);

/// The two ends of one request's tasks.
pub fn tasks() -> (Spawner, Tasks) {
    let (sender, receiver) = unbounded_channel();
    (Spawner(sender), Tasks(receiver))
}

impl Spawn for Spawner {
    fn spawn_obj(&self, task: FutureObj<'static, ()>) -> Result<(), SpawnError> {
        self.0.send(task).map_err(|_| SpawnError::shutdown())
    }
}

impl Tasks {
    /// Runs a request to its end, and its tasks whenever it waits for nothing else.
    pub async fn run_beside<T>(
        mut self,
        under_way: UnderWay,
        request: impl Future<Output = T>,
    ) -> T {
        let mut request = pin!(request);
        let mut running = FuturesUnordered::new();
        poll_fn(move |context| {
            loop {
                if let Poll::Ready(answer) = request.as_mut().poll(context) {
                    return Poll::Ready(answer);
                }
                let mut progress = false;
                while let Poll::Ready(Some(())) = pin!(&mut running).poll_next(context) {
                    progress = true;
                }
                if !progress && under_way.is_none() {
                    while let Poll::Ready(Some(task)) = self.0.poll_recv(context) {
                        running.push(task);
                        progress = true;
                    }
                }
                if !progress {
                    return Poll::Pending;
                }
            }
        })
        .await
    }
}

/// Loaders need not wait for further keys: their tasks run only when all keys are there.
#[derive(Clone, Copy, Debug)]
pub struct NoDelay;

impl Timer for NoDelay {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        std::future::ready(()).boxed()
    }
}
