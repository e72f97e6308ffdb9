//! The gate, proven on the schema itself: whatever can be asked for is asked of two portals that
//! look the same to readers, one of which has drafts and other hidden things besides. No word of
//! these may show, and the answers must be equal byte for byte, counts and cursors included.
//!
//! Nothing here names a field. From each root field the shortest way to each type is asked, with
//! all that stands on the type and one step around it; each field that takes arguments is asked
//! with every value of every argument, every two of them together, and every way to turn pages.
//!
//! Then a contributor goes all ways who has nothing to do with what is hidden, and tries all that
//! only accounts may ask for. An API key for readers goes along with these.

mod ask;
mod choices;
mod seed;

use std::collections::BTreeMap;

use self::{
    ask::Asking,
    choices::{first_of_demanded, pairs, singles},
    seed::Twins,
};
use crate::support::walk::{
    Call, Field, Pages, ROOT, Routes, Schema, Selection, Slot, Tree, Values,
};

/// How many uses of a field one query has.
const BATCH: usize = 25;
/// How many items of each list are gone through on a long way.
const FEW: u8 = 3;
/// The same where the way is the shortest of all.
const ALL: u8 = 100;

/// Fields that are never answered here, each with the reason.
const SILENT: [(&str, &str); 2] = [
    // Only one poll can be featured, and it is a draft.
    ("Query", "featuredPoll"),
    // The portals know nothing of why: their withdrawn articles are as old as redirects without one.
    ("UrlResolution", "reason"),
];

/// The same for what only accounts may ask for, and a contributor of whom nothing was ever published.
const SILENT_TO_WRITERS: [(&str, &str); 3] =
    [("Article", "withdrawnAt"), ("Article", "withdrawnReason"), ("Article", "draft")];

/// What the values have been narrowed down to.
#[derive(Default)]
struct Taken {
    /// For each field those that it does not refuse.
    slots: BTreeMap<(String, String), Vec<Slot>>,
    /// For each root field the calls that lead somewhere, one of those that lead to the same.
    /// Below nothing there is nothing to ask.
    leading: BTreeMap<String, Vec<Call>>,
}

#[tokio::test]
async fn nothing_hidden_shows_or_counts_on_any_path_of_the_schema() {
    let Twins { full, bare, secrets, values, values_of_writers, writer, key } =
        Twins::seeded().await;
    let schema = Schema::of_readers(&api::sdl());
    let routes = Routes::all(&schema);
    let walk = Walk { schema: &schema, values: &values, routes: &routes };
    let mut asking = Asking::of(full, bare, secrets);
    asking.ask_by_key(Some(&key));
    let mut taken = walk.roots(&mut asking).await;
    walk.everywhere(&mut asking, &taken).await;
    asking.ask_by_key(None);
    walk.arguments(&mut asking, &mut taken).await;
    walk.arguments_from_everywhere(&mut asking, &taken).await;
    asking.assert_complete(schema.all_fields(), &SILENT);

    let schema = Schema::of_contributors(&api::sdl());
    // Whoever writes chooses among all pictures, those of what is hidden included.
    let routes = Routes::all(&schema).into_iter().filter(|routes| routes.root.name != "media");
    let routes: Vec<_> = routes.collect();
    let walk = Walk { schema: &schema, values: &values_of_writers, routes: &routes };
    asking.sign_in(&writer);
    let mut taken = walk.roots(&mut asking).await;
    walk.everywhere(&mut asking, &taken).await;
    walk.arguments_of(&mut asking, &mut taken, |field| field.guarded).await;
    let guarded = schema.all_fields().filter(|field| field.guarded && field.name != "media");
    asking.assert_complete(guarded, &SILENT_TO_WRITERS);
}

impl Taken {
    /// The ways that lead somewhere.
    fn leading<'a>(&self, routes: &'a [Routes]) -> impl Iterator<Item = &'a Routes> {
        routes.iter().filter(|routes| !self.leading[&routes.root.name].is_empty())
    }
}

struct Walk<'a> {
    schema: &'a Schema,
    values: &'a Values,
    routes: &'a [Routes],
}

impl Walk<'_> {
    fn below(&self, object: &str, slim: bool) -> Vec<Selection> {
        Tree { schema: self.schema, values: self.values, slim }.below(object, 1)
    }

    /// A field with all that it leads to and one step around that.
    fn whole(&self, field: &Field, call: &Call) -> Selection {
        Selection::new(field, call.clone(), self.below(field.target(), false))
    }

    /// A field with just enough to tell which things it leads to.
    fn slim(&self, field: &Field, call: &Call) -> Selection {
        Selection::new(field, call.clone(), self.below(field.target(), true))
    }

    /// Asks each root field with each value of each argument.
    async fn roots(&self, asking: &mut Asking) -> Taken {
        let mut taken = Taken::default();
        for Routes { root, .. } in self.routes {
            let slots = self.narrowed(asking, root, |end| vec![end]).await;
            let calls = Values::demanded(&slots);
            let uses = calls.iter().map(|call| self.whole(root, call));
            let uses = numbered(uses);
            let answer = asking.ask(&uses).await.unwrap();
            let mut found = Vec::new();
            let leading = calls.into_iter().zip(&uses).filter(|(_, one)| {
                let known = found.contains(&one.answer(&answer));
                found.push(one.answer(&answer));
                one.leads(&answer) && !known
            });
            taken.leading.insert(root.name.clone(), leading.map(|(call, _)| call).collect());
            taken.slots.insert(key(root), slots);
        }
        taken
    }

    /// From each root field the shortest way to each type, and all that is to be had there.
    async fn everywhere(&self, asking: &mut Asking, taken: &Taken) {
        for routes in taken.leading(self.routes) {
            let calls = &taken.leading[&routes.root.name];
            for (object, route) in &routes.to {
                let end = self.below(object, false);
                asking.ask(&route.query(calls, FEW, &end)).await;
            }
        }
    }

    /// Each field that takes arguments, with every two values together and all ways to turn pages.
    async fn arguments(&self, asking: &mut Asking, taken: &mut Taken) {
        self.arguments_of(asking, taken, |_| true).await;
    }

    /// The same of some fields.
    async fn arguments_of(
        &self,
        asking: &mut Asking,
        taken: &mut Taken,
        which: impl Fn(&Field) -> bool,
    ) {
        for field in self.fields_with_arguments().filter(|field| which(field)) {
            let shortest = (field.owner != ROOT).then(|| {
                let (root, route) = Routes::shortest(taken.leading(self.routes), &field.owner);
                (route, taken.leading[&root.name].clone())
            });
            let way = &|end: Vec<Selection>| match &shortest {
                Some((route, calls)) => route.query(calls, ALL, &end),
                None => end,
            };
            let slots = match taken.slots.remove(&key(field)) {
                Some(slots) => slots,
                None => self.narrowed(asking, field, |end| way(vec![end])).await,
            };
            self.pages(asking, &singles(&slots), way, |call| self.whole(field, call)).await;
            self.pages(asking, &pairs(&slots), way, |call| self.slim(field, call)).await;
            taken.slots.insert(key(field), slots);
        }
    }

    /// The same from every root field, with each value alone.
    async fn arguments_from_everywhere(&self, asking: &mut Asking, taken: &Taken) {
        for field in self.fields_with_arguments() {
            let calls = singles(&taken.slots[&key(field)]);
            let uses = calls.iter().map(|call| self.slim(field, call));
            let uses = numbered(uses);
            for routes in taken.leading(self.routes) {
                let Some(route) = routes.to.get(&field.owner) else { continue };
                let calls = &taken.leading[&routes.root.name];
                for batch in uses.chunks(BATCH) {
                    asking.ask(&route.query(calls, FEW, batch)).await;
                }
            }
        }
    }

    fn fields_with_arguments(&self) -> impl Iterator<Item = &Field> {
        self.schema.all_fields().filter(|field| !field.arguments.is_empty())
    }

    /// The choices of a field without the values that it refuses, for example ids of another type.
    async fn narrowed(
        &self,
        asking: &mut Asking,
        field: &Field,
        way: impl Fn(Selection) -> Vec<Selection>,
    ) -> Vec<Slot> {
        let mut slots = self.values.slots(self.schema, field);
        for place in 0..slots.len() {
            let others = slots.iter().enumerate().filter(|(other, _)| *other != place);
            let others: Vec<_> = others.map(|(_, slot)| slot.clone()).collect();
            let base = first_of_demanded(&others);
            let mut accepted = Vec::new();
            for literal in slots[place].alternatives.clone() {
                let call = base.with(&slots[place].path, &literal);
                if asking.ask(&way(self.slim(field, &call))).await.is_some() {
                    accepted.push(literal);
                }
            }
            let argument = slots[place].path.join(".");
            assert_ne!(accepted, [""; 0], "{}.{}({argument}:)", field.owner, field.name);
            slots[place].alternatives = accepted;
        }
        slots
    }

    /// Asks a field in all these ways and, where it is paged, for the pages around the midst of
    /// each list.
    async fn pages(
        &self,
        asking: &mut Asking,
        calls: &[Call],
        way: impl Fn(Vec<Selection>) -> Vec<Selection>,
        selection: impl Fn(&Call) -> Selection,
    ) {
        for batch in calls.chunks(BATCH) {
            let uses = numbered(batch.iter().map(&selection));
            let answer = asking.ask(&way(uses)).await.unwrap();
            let turned = batch.iter().enumerate().filter_map(|(number, call)| {
                Some(Pages::of_answer(&answer, &format!("use{number}"))?.turned(call, 2))
            });
            let turned: Vec<_> = turned.flatten().collect();
            for batch in turned.chunks(BATCH) {
                asking.ask(&way(numbered(batch.iter().map(&selection)))).await.unwrap();
            }
        }
    }
}

fn key(field: &Field) -> (String, String) {
    (field.owner.clone(), field.name.clone())
}

/// Gives several uses of one field names of their own.
fn numbered(uses: impl Iterator<Item = Selection>) -> Vec<Selection> {
    let uses = uses.enumerate();
    uses.map(|(number, one)| one.named(format!("use{number}"))).collect()
}
