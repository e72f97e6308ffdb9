//! Every list that the schema offers, in every order and with all its filters, is served by an
//! index: whatever can be asked for is asked of a small portal, and the statements that ran there
//! are planned with the statistics of a portal of a hundred thousand articles, and on SQLite also
//! without any.
//!
//! Nothing here names a field. The walk finds each field that takes arguments and calls it with
//! all combinations of them, and goes the shortest way from each root field to each type.

mod ground;
mod log;
mod plan;
mod proof;
mod suggest;
mod tables;

use self::{
    ground::{
        ACCOUNT, ADMIN, ARTICLE, AUTHOR, CONTRIBUTOR, DIRECTORY, EDITOR, LINK, MEDIA, POLL, TERM,
        UNIT, id,
    },
    proof::Proof,
};
use crate::support::walk::{
    Call, Field, Pages, ROOT, Routes, Schema, Selection, Slot, Tree, Values,
};

/// How many items of each list are gone through.
const FEW: u8 = 3;

#[tokio::test]
async fn every_filter_in_every_order_is_served_by_an_index() {
    let schema = Schema::of_readers(&api::sdl());
    let values = values();
    // What `search` asks is an index of terms, of which these grounds have none.
    let routes = Routes::all(&schema).into_iter().filter(|routes| routes.root.name != SEARCH);
    let routes: Vec<_> = routes.collect();
    let walk = Walk { schema: &schema, values: &values, routes: &routes };
    let mut proof = Proof::start().await;
    let roots = walk.roots(&mut proof).await;
    walk.everywhere(&mut proof, &roots).await;
    walk.combinations(&mut proof, &roots).await;
    ask_for_many(&mut proof).await;

    // The desk is another list for each of these. An editor, whose reach is a part of the portal,
    // goes all ways from there; what only an administrator may ask for leads to the same.
    for login in [CONTRIBUTOR, EDITOR, ADMIN] {
        proof.sign_in(login).await;
        let schema = match login {
            ADMIN => Schema::of_administrators(&api::sdl()),
            _ => Schema::of_contributors(&api::sdl()),
        };
        let routes = Routes::all(&schema).into_iter().filter(|from| from.root.guarded);
        let walk = Walk { schema: &schema, values: &values, routes: &routes.collect::<Vec<_>>() };
        let roots = walk.roots(&mut proof).await;
        if login == EDITOR {
            walk.everywhere(&mut proof, &roots).await;
        }
        walk.combinations_of(&mut proof, &roots, |field| field.guarded).await;
    }
    proof.assert_served();
}

/// Asks for a score of ids of each kind: beside so many, SQLite without statistics takes whatever else
/// is asked of a row for the shorter way.
async fn ask_for_many(proof: &mut Proof) {
    for (prefix, kind) in [("art", ARTICLE), ("aut", AUTHOR), ("cat", TERM), ("unt", UNIT)] {
        let ids = (0..30).map(|number| format!("{:?}", id(prefix, kind, number)));
        let ids = ids.collect::<Vec<_>>().join(", ");
        let found = proof.ask_for(&format!("{{ nodes(ids: [{ids}]) {{ id }} }}")).await.unwrap();
        assert_eq!(found["nodes"].as_array().unwrap().len(), 30);
    }
}

/// The root field that is left out.
const SEARCH: &str = "search";

/// One of each that exists. A value stands for all others: plans are made for shapes.
fn values() -> Values {
    let ids = [
        id("acc", ACCOUNT, 0),
        id("art", ARTICLE, 20),
        id("aut", AUTHOR, 0),
        id("cat", TERM, 0),
        id("dir", DIRECTORY, 1),
        id("lnk", LINK, 1),
        id("med", MEDIA, 40),
        id("pol", POLL, 1_001),
        id("unt", UNIT, 0),
    ];
    let slugs = ["bai-20", "but-danh-0", "khoa-0", "muc-1", "don-vi-0"];
    let addresses = ["/tin/bai-20", "http://cu.example.vn/tin.aspx?ma=20"];
    Values::default()
        .teach("Int", ["3"])
        .teach_texts("Date", ["2012-06-01"])
        .teach_texts("DateTime", ["2012-03-01T00:00:00Z", "2012-10-01T00:00:00Z"])
        .teach_texts("ID", ids)
        .teach_texts("String", slugs.iter().chain(&addresses))
}

/// For each root field the calls that lead somewhere.
type Roots<'a> = Vec<(&'a Routes, Vec<Call>)>;

struct Walk<'a> {
    schema: &'a Schema,
    values: &'a Values,
    routes: &'a [Routes],
}

impl<'a> Walk<'a> {
    fn below(&self, object: &str, slim: bool) -> Vec<Selection> {
        Tree { schema: self.schema, values: self.values, slim }.below(object, 1)
    }

    /// The choices of a field, but for a text that articles must have: what that asks is an index of
    /// terms as well.
    fn slots(&self, field: &Field) -> Vec<Slot> {
        let mut slots = self.values.slots(self.schema, field);
        if field.target().starts_with("Article") {
            slots.retain(|slot| slot.path.last().is_none_or(|name| name != "text"));
        }
        slots
    }

    /// Asks each root field in each way that it demands.
    async fn roots(&self, proof: &mut Proof) -> Roots<'a> {
        let mut roots = Vec::new();
        for routes in self.routes {
            let mut leading = Vec::new();
            let slots = self.slots(&routes.root);
            for call in Values::demanded(&slots) {
                let below = self.below(routes.root.target(), false);
                let root = Selection::new(&routes.root, call.clone(), below);
                let answer = proof.ask(std::slice::from_ref(&root)).await;
                if answer.is_some_and(|answer| root.leads(&answer)) {
                    leading.push(call);
                }
            }
            assert!(!leading.is_empty(), "{} leads nowhere", routes.root.name);
            roots.push((routes, leading));
        }
        roots
    }

    /// From each root field the shortest way to each type, and all that is to be had there.
    async fn everywhere(&self, proof: &mut Proof, roots: &Roots<'_>) {
        for (routes, calls) in roots {
            for (object, route) in &routes.to {
                let end = self.below(object, false);
                for call in calls {
                    proof.ask(&route.query(std::slice::from_ref(call), FEW, &end)).await;
                }
            }
        }
    }

    /// Each field that takes arguments, with all combinations of them and all ways to turn pages.
    async fn combinations(&self, proof: &mut Proof, roots: &Roots<'_>) {
        self.combinations_of(proof, roots, |_| true).await;
    }

    /// The same of some fields.
    async fn combinations_of(
        &self,
        proof: &mut Proof,
        roots: &Roots<'_>,
        which: impl Fn(&Field) -> bool,
    ) {
        let fields = self.schema.all_fields().filter(|field| !field.arguments.is_empty());
        let fields =
            fields.filter(|field| field.name != SEARCH && field.owner != "SearchConnection");
        for field in fields.filter(|field| which(field)) {
            let way = |selection: Selection| match field.owner.as_str() {
                ROOT => vec![selection],
                owner => {
                    let ways = roots.iter().map(|(routes, _)| *routes);
                    let (root, route) = Routes::shortest(ways, owner);
                    let calls = roots.iter().find(|(routes, _)| routes.root.name == root.name);
                    route.query(&calls.unwrap().1[..1], FEW, &[selection])
                }
            };
            let slim =
                |call: &Call| Selection::new(field, call.clone(), self.below(field.target(), true));
            let slots = self.accepted(proof, field, |call| way(slim(call))).await;
            // Few drafts meet several conditions: then the cursor of a longer list has to do.
            let mut cursor = None;
            for call in combinations(&slots) {
                if !field.is_paged() {
                    proof.ask(&way(slim(&call))).await;
                    continue;
                }
                for call in Pages::ends(&call, FEW) {
                    let answer = proof.ask(&way(slim(&call))).await.unwrap();
                    cursor = Pages::of_answer(&answer, &field.name).or(cursor);
                }
                let Some(pages) = &cursor else { panic!("{}{call} is empty", field.name) };
                for call in pages.turned(&call, FEW) {
                    proof.ask(&way(slim(&call))).await.unwrap();
                }
            }
        }
    }

    /// The choices of a field without the values that it refuses, and without those that make it
    /// run what it runs for another value or for none.
    async fn accepted(
        &self,
        proof: &mut Proof,
        field: &Field,
        way: impl Fn(&Call) -> Vec<Selection>,
    ) -> Vec<Slot> {
        let mut slots = self.slots(field);
        let all = slots.clone();
        for (place, slot) in slots.iter_mut().enumerate() {
            let others = [&all[..place], &all[place + 1..]].concat();
            let base = Values::demanded(&others).swap_remove(0);
            let mut known = Vec::new();
            if !slot.required {
                proof.ask(&way(&base)).await;
                known.push(proof.ran.clone());
            }
            let mut accepted = Vec::new();
            for call in slot.calls(&base) {
                let is_taken = proof.ask(&way(&call)).await.is_some();
                accepted.push(is_taken && !known.contains(&proof.ran));
                known.push(proof.ran.clone());
            }
            let mut keep = accepted.into_iter();
            slot.alternatives.retain(|_| keep.next().unwrap_or_default());
        }
        share_out(&mut slots);
        slots
    }
}

/// Where two arguments have the same examples to choose from, as the ends of a span of time have,
/// the first takes the first and the other the second.
fn share_out(slots: &mut [Slot]) {
    let all = slots.to_vec();
    for (place, slot) in slots.iter_mut().enumerate() {
        let equal = |other: &&Slot| other.alternatives == all[place].alternatives;
        let ahead = all[..place].iter().filter(equal).count();
        let twins = all.iter().filter(equal).count();
        if slot.example && twins > 1 && twins == slot.alternatives.len() {
            slot.alternatives = vec![slot.alternatives.swap_remove(ahead)];
        }
    }
}

/// All combinations of choices.
fn combinations(slots: &[Slot]) -> Vec<Call> {
    slots.iter().fold(vec![Call::default()], |calls, slot| {
        let without = calls.iter().filter(|_| !slot.required).cloned();
        let with = calls.iter().flat_map(|call| slot.calls(call));
        without.chain(with).collect()
    })
}
