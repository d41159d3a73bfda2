//! Tells Cargo to embed the screens anew when they were built anew. It builds nothing itself.

fn main() {
    println!("cargo::rerun-if-changed=../../web/dist");
}
