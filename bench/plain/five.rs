//! Uses each of its five dependencies once.

use anyhow::{Context, Result};
use clap::Parser;
use regex::Regex;
use serde::{Deserialize, Serialize};

/// Sums the numbers of a JSON document.
#[derive(Parser)]
struct Arguments {
    document: String,
    #[arg(long, default_value = "^[a-z]+$")]
    names: String,
}

#[derive(Deserialize, Serialize)]
struct Document {
    name: String,
    numbers: Vec<i64>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let document: Document = serde_json::from_str(&arguments.document).context("not such a document")?;
    let fits = Regex::new(&arguments.names)?.is_match(&document.name);
    println!("{} {fits} {}", serde_json::to_string(&document)?, document.numbers.iter().sum::<i64>());
    Ok(())
}
