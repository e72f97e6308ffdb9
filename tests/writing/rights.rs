//! Who may ask for what: whoever may not is refused before anything is looked at.

use entity::account::Role;
use serde_json::json;

use crate::support::TestApp;

/// Of each mutation here, the least role that may ask for it.
const LEAST: [(&str, Role); 42] = [
    ("unitCreate", Role::Chief),
    ("unitUpdate", Role::Chief),
    ("unitRename", Role::Chief),
    ("unitMerge", Role::Chief),
    ("unitSplit", Role::Chief),
    ("unitDissolve", Role::Chief),
    ("unitReinstate", Role::Chief),
    ("unitDelete", Role::Chief),
    ("authorCreate", Role::Editor),
    ("authorUpdate", Role::Editor),
    ("authorMerge", Role::Chief),
    ("authorDelete", Role::Chief),
    ("congressCategoryCreate", Role::Chief),
    ("congressCategoryUpdate", Role::Chief),
    ("congressCategoryDelete", Role::Chief),
    ("linkDirectoryCreate", Role::Chief),
    ("linkDirectoryUpdate", Role::Chief),
    ("linkDirectoriesReorder", Role::Chief),
    ("linkDirectoryDelete", Role::Chief),
    ("linkCreate", Role::Chief),
    ("linkUpdate", Role::Chief),
    ("linksReorder", Role::Chief),
    ("linkDelete", Role::Chief),
    ("pollCreate", Role::Chief),
    ("pollUpdate", Role::Chief),
    ("pollPublish", Role::Chief),
    ("pollUnpublish", Role::Chief),
    ("pollDelete", Role::Chief),
    ("pollOptionCreate", Role::Chief),
    ("pollOptionUpdate", Role::Chief),
    ("pollOptionDelete", Role::Chief),
    ("pollOptionsReorder", Role::Chief),
    ("siteUpdate", Role::Admin),
    ("redirectCreate", Role::Chief),
    ("redirectUpdate", Role::Chief),
    ("redirectDelete", Role::Chief),
    ("searchSynonymCreate", Role::Admin),
    ("searchSynonymUpdate", Role::Admin),
    ("searchSynonymDelete", Role::Admin),
    ("articleCreate", Role::Contributor),
    ("articlePublish", Role::Editor),
    ("articleDelete", Role::Contributor),
];

#[tokio::test]
async fn whoever_may_not_is_refused_before_the_arguments_are_looked_at() {
    let app = TestApp::start().await;
    let stored = app.written().await;
    let roles = [Role::Contributor, Role::Editor, Role::Chief, Role::Admin];
    let mut desks = Vec::new();
    for role in roles {
        desks.push((role, app.desk(role, None).await));
    }
    for (field, least) in LEAST {
        // The argument is none: who may ask hears of that.
        let query = format!("mutation {{ {field}(input: 1) {{ userErrors {{ code }} }} }}");
        let code = |answer: serde_json::Value| answer["errors"][0]["extensions"]["code"].clone();
        let anonymous = code(app.ask_with(&query, json!({})).await);
        assert_eq!(anonymous, "UNAUTHENTICATED", "{field}");
        for (role, desk) in &desks {
            let answered = code(desk.ask(&query, json!({})).await);
            let may = *role >= least;
            assert_eq!(answered == "FORBIDDEN", !may, "{field} by {role:?}: {answered}");
        }
    }
    assert_eq!(app.written().await, stored);
}
