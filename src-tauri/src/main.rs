//! x
fn main(){ deskbell_app::run() }
