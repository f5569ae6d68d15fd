//! Reads a JSON document of some megabytes with serde_json, again and again: strings, branches, allocations.

use serde::Deserialize;
use std::time::Instant;

#[derive(Deserialize)]
struct Order {
    id: u32,
    customer: String,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    name: String,
    price: f64,
    count: u32,
}

fn main() {
    let orders: Vec<String> = (0..10_000)
        .map(|id| {
            format!(
                r#"{{"id":{id},"customer":"Customer \"{id}\" of \u00e9 street","items":[{{"name":"thing {id}","price":{}.25,"count":{}}},{{"name":"other","price":1e2,"count":3}}]}}"#,
                id % 100,
                id % 7
            )
        })
        .collect();
    let document = format!("[{}]", orders.join(","));
    let started = Instant::now();
    let mut total = 0.0;
    let mut letters = 0;
    for _ in 0..10 {
        let orders: Vec<Order> = serde_json::from_str(&document).expect("a document");
        for order in &orders {
            letters += order.customer.len() + order.id as usize % 2;
            total += order.items.iter().map(|i| i.price * f64::from(i.count) + i.name.len() as f64).sum::<f64>();
        }
    }
    eprintln!("{:.6}", started.elapsed().as_secs_f64());
    println!("{total} {letters}");
}
