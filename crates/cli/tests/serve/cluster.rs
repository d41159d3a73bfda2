//! A PostgreSQL of a test's own, which can be stopped, started and held up.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::node::signal;

/// The script that runs the cluster: it prints the address, and then carries out the orders on its input.
const SCRIPT: &str = r#"
echo "$CASEBOOK_TEST_POSTGRES"
data=$CASEBOOK_TEST_POSTGRES_FOLDER/data
port=${CASEBOOK_TEST_POSTGRES##*:}; port=${port%%/*}
as=()
if [ "$(id -u)" -eq 0 ]; then
    as=(setpriv --reuid "$(stat -c %u "$data")" --regid "$(stat -c %g "$data")" --clear-groups)
fi
cd "$data"
echo "$data"
while read -r word mode; do
    case $word in
        stop) "${as[@]}" "$1/pg_ctl" stop -D "$data" -m "$mode" -s -w >&2 ;;
        start) "${as[@]}" "$1/pg_ctl" start -D "$data" -l "$data/../server.log" -o "-p $port" -w -s >&2 ;;
        cut) "$1/psql" -qtA "$CASEBOOK_TEST_POSTGRES" -c "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'" >/dev/null ;;
    esac
    echo "$?"
done
"#;

pub struct Cluster {
    script: Child,
    orders: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    address: String,
    data: String,
}

impl Cluster {
    pub fn start() -> Self {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts");
        let found = Command::new(scripts.join("postgres-bin")).output().unwrap();
        let programs = String::from_utf8(found.stdout).unwrap();
        let mut script = Command::new(scripts.join("with-postgres"))
            .args(["bash", "-c", SCRIPT, "cluster", programs.trim()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (orders, output) = (script.stdin.take(), BufReader::new(script.stdout.take().unwrap()));
        let mut cluster = Self { script, orders, output, address: String::new(), data: String::new() };
        cluster.address = cluster.line();
        cluster.data = cluster.line();
        cluster
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// The folder of its data.
    pub fn data(&self) -> &Path {
        Path::new(&self.data)
    }

    /// Stops it: `fast` asks, `immediate` is a crash.
    pub fn stop(&mut self, mode: &str) {
        self.order(&format!("stop {mode}"));
    }

    pub fn start_again(&mut self) {
        self.order("start");
    }

    /// Ends every connection to it.
    pub fn cut_connections(&mut self) {
        self.order("cut");
    }

    /// Holds up everything that it does, or lets it go on.
    pub fn hang(&self, hang: bool) {
        let name = if hang { "STOP" } else { "CONT" };
        // The postmaster first, so that no process is begun that is not held up.
        let postmaster = self.postmaster();
        signal(name, postmaster);
        for process in children_of(postmaster) {
            // It may have ended meanwhile.
            let _ =
                Command::new("kill").args(["-s", name, &process.to_string()]).stderr(Stdio::null()).status();
        }
    }

    fn postmaster(&self) -> u32 {
        let file = std::fs::read_to_string(format!("{}/postmaster.pid", self.data)).unwrap();
        file.lines().next().unwrap().trim().parse().unwrap()
    }

    fn order(&mut self, order: &str) {
        writeln!(self.orders.as_mut().unwrap(), "{order}").unwrap();
        assert_eq!(self.line(), "0", "{order}");
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }
}

fn children_of(process: u32) -> Vec<u32> {
    let found = Command::new("ps").args(["-o", "pid=", "--ppid", &process.to_string()]).output().unwrap();
    let listed = String::from_utf8(found.stdout).unwrap();
    listed.lines().map(|line| line.trim().parse().unwrap()).collect()
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The script ends with its input, and the cluster with the script.
        drop(self.orders.take());
        let _ = self.script.wait();
    }
}
