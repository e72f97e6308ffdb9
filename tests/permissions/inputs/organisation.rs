//! Inputs for mutations of units, authors and congress terms.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    super::ground::{Ground, Whose},
    id, seen, with,
};

pub async fn of(ground: &Ground<'_>, mutation: &str, whose: Whose) -> Option<Value> {
    match mutation {
        name if name.starts_with("unit") => unit(ground, mutation, whose).await,
        name if name.starts_with("author") => author(ground, mutation, whose).await,
        _ => term(ground, mutation, whose).await,
    }
}

async fn fresh_unit(ground: &Ground<'_>, whose: Whose) -> Uuid {
    ground.app.unit(&ground.name("Chi bộ"), Some(ground.unit(whose))).await
}

async fn unit(ground: &Ground<'_>, mutation: &str, whose: Whose) -> Option<Value> {
    let unit = seen(&id("unt", fresh_unit(ground, whose).await), 1);
    let end = json!({ "effectiveOn": "2025-07-01" });
    Some(match mutation {
        "unitCreate" => json!({
            "kind": "COMMITTEE", "name": ground.name("Chi bộ"),
            "parentId": id("unt", ground.unit(whose)),
        }),
        "unitUpdate" => with(unit, json!({ "name": ground.name("Chi bộ") })),
        "unitRename" => with(unit, json!({ "name": ground.name("Chi bộ"), "from": "2025-07-01" })),
        "unitMerge" => {
            let into = id("unt", fresh_unit(ground, whose).await);
            with(end, json!({ "units": [unit], "intoId": into }))
        }
        "unitSplit" => {
            let one = id("unt", fresh_unit(ground, whose).await);
            let other = id("unt", fresh_unit(ground, whose).await);
            with(with(unit, end), json!({ "intoIds": [one, other] }))
        }
        "unitsReorder" => {
            let parent = fresh_unit(ground, whose).await;
            let mut units = Vec::new();
            for _ in 0..2 {
                let unit = ground.app.unit(&ground.name("Tổ"), Some(parent)).await;
                units.insert(0, seen(&id("unt", unit), 1));
            }
            json!({ "parentId": id("unt", parent), "units": units })
        }
        "unitDissolve" => with(unit, end),
        "unitReinstate" => {
            ground.run("unitDissolve", with(unit.clone(), end), "").await;
            with(unit, json!({ "version": 2 }))
        }
        "unitDelete" => unit,
        _ => return None,
    })
}

async fn author(ground: &Ground<'_>, mutation: &str, whose: Whose) -> Option<Value> {
    let unit = ground.unit(whose);
    let fresh = async || id("aut", ground.app.author(&ground.name("Lan"), Some(unit)).await);
    Some(match mutation {
        "authorCreate" => json!({ "penName": ground.name("Lan"), "unitId": id("unt", unit) }),
        "authorUpdate" => with(seen(&fresh().await, 1), json!({ "bio": "Cộng tác viên" })),
        "authorMerge" => with(seen(&fresh().await, 1), json!({ "intoId": fresh().await })),
        "authorDelete" => seen(&fresh().await, 1),
        _ => return None,
    })
}

async fn term(ground: &Ground<'_>, mutation: &str, whose: Whose) -> Option<Value> {
    let unit = id("unt", fresh_unit(ground, whose).await);
    let new = json!({ "series": "PROVINCIAL", "number": 1, "unitId": unit });
    if mutation == "congressCategoryCreate" {
        return Some(new);
    }
    let made = ground.run("congressCategoryCreate", new, "congressCategory { id }").await;
    let term = seen(&made["congressCategory"]["id"], 1);
    Some(match mutation {
        "congressCategoryUpdate" => with(term, json!({ "startYear": 2020 })),
        "congressCategoryDelete" => term,
        _ => return None,
    })
}
