//! What administrators decide.

use std::io::Write as _;

use entity::account::Role;
use serde_json::{Value, json};

use super::*;
use crate::support::{TestApp, make::unit_id, program::congtin};

const CREATE: &str = "mutation($input: AccountCreateInput!) { accountCreate(input: $input) {
    account { id login name role unit { id } disabledAt version } userErrors { code field limit }
} }";
const UPDATE: &str = "mutation($input: AccountUpdateInput!) { accountUpdate(input: $input) {
    account { name role unit { id } version }
    userErrors { code field conflict { currentVersion } }
} }";
const DISABLE: &str = "mutation($input: AccountDisableInput!) { accountDisable(input: $input) {
    account { disabledAt version } userErrors { code field }
} }";
const ENABLE: &str = "mutation($input: AccountEnableInput!) { accountEnable(input: $input) {
    account { disabledAt } userErrors { code field }
} }";
const RESET: &str = "mutation($input: AccountResetPasswordInput!) {
    accountResetPassword(input: $input) { account { login } userErrors { code field } }
}";
const ACCOUNTS: &str = "{ accounts { totalCount nodes { login role } } }";

async fn app() -> (TestApp, String, String) {
    let app = TestApp::start().await;
    let id = account(&app, "chief", Role::Admin).await;
    let (admin, _) = Caller::anonymous(&app).tokens("chief").await;
    (app, admin, id)
}

fn problem_at(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

#[tokio::test]
async fn an_administrator_makes_changes_disables_and_lets_in() {
    let (app, admin, _) = app().await;
    let unit = unit_id(app.unit("Huyện ủy Duy Xuyên", None).await);
    let reader = Caller::anonymous(&app);
    let admin = reader.with(&admin);
    let input = json!({ "login": "Lan.Thuy", "name": "Lan Thúy", "role": "EDITOR", "unitId": unit,
        "password": PASSWORD });
    let made = admin.give(CREATE, input).await;
    let account = &made["account"];
    assert_eq!((&account["login"], &account["unit"]["id"]), (&json!("lan.thuy"), &json!(unit)));
    let id = &account["id"];
    let (lan, _) = reader.tokens("lan.thuy").await;
    let lan = reader.with(&lan);

    // A new name ends nothing, a new role everything.
    let change = |input: Value| admin.give(UPDATE, input);
    change(json!({ "id": id, "version": 1, "name": "Lan" })).await;
    assert_eq!(lan.ask(VIEWER, json!({})).await["version"], 2);
    let stale = change(json!({ "id": id, "version": 1, "name": "x" })).await;
    assert_eq!(problems(&stale), [problem_at("VERSION_CONFLICT", "input.version")]);
    assert_eq!(stale["userErrors"][0]["conflict"]["currentVersion"], 2);
    let chief = change(json!({ "id": id, "version": 2, "role": "CHIEF", "unitId": null })).await;
    let expected = json!({ "name": "Lan", "role": "CHIEF", "unit": null, "version": 3 });
    assert_eq!(chief["account"], expected);
    assert_eq!(lan.refused(VIEWER).await.0, 401);
    assert_eq!(
        audited(&app, "accountUpdate").await,
        [
            r#"{"fields":["name"]}"#,
            r#"{"fields":["role","unitId"],"previousRole":"EDITOR","role":"CHIEF"}"#,
        ]
    );

    let (again, refresh) = reader.tokens("lan.thuy").await;
    let disabled = admin.give(DISABLE, json!({ "id": id })).await;
    assert_eq!(disabled["account"]["disabledAt"], "2026-01-01T00:00:00Z");
    assert_eq!(reader.with(&again).refused(VIEWER).await.0, 401);
    let over = reader.give(REFRESH, json!({ "refreshToken": refresh })).await;
    assert_eq!(problem(&over), "SESSION_INVALID");
    assert_eq!(problem(&reader.login("lan.thuy", PASSWORD).await), "CREDENTIALS_INVALID");
    admin.give(ENABLE, json!({ "id": id })).await;
    assert_eq!(reader.with(&again).refused(VIEWER).await.0, 401);
    let (back, _) = reader.tokens("lan.thuy").await;
    let other = "thuyền về bến cũ";
    admin.give(RESET, json!({ "id": id, "password": other })).await;
    assert_eq!(reader.with(&back).refused(VIEWER).await.0, 401);
    assert_eq!(reader.login("lan.thuy", other).await["userErrors"], json!([]));
}

#[tokio::test]
async fn all_that_is_wrong_with_an_account_is_told_and_nothing_written() {
    let (app, admin, me) = app().await;
    let admin = Caller::anonymous(&app).with(&admin);
    let none = format!("unt_{}", "0".repeat(32));
    let input = json!({ "login": "lân", "name": "", "role": "EDITOR", "unitId": none,
        "password": "short" });
    let expected = [
        problem_at("INVALID", "input.login"),
        problem_at("REQUIRED", "input.name"),
        problem_at("REFERENCE_NOT_FOUND", "input.unitId"),
        problem_at("TOO_SHORT", "input.password"),
    ];
    assert_eq!(problems(&admin.give(CREATE, input).await), expected);
    let input = json!({ "login": "CHIEF", "name": "", "role": "EDITOR", "unitId": "x",
        "password": "short" });
    let expected = [
        problem_at("ID_INVALID", "input.unitId"),
        problem_at("TAKEN", "input.login"),
        problem_at("REQUIRED", "input.name"),
        problem_at("TOO_SHORT", "input.password"),
    ];
    assert_eq!(problems(&admin.give(CREATE, input).await), expected);
    let input = json!({ "id": me, "version": 7, "name": "", "unitId": "x" });
    let expected = [
        problem_at("ID_INVALID", "input.unitId"),
        problem_at("VERSION_CONFLICT", "input.version"),
        problem_at("REQUIRED", "input.name"),
    ];
    assert_eq!(problems(&admin.give(UPDATE, input).await), expected);
    let taken = json!({ "login": "CHIEF", "name": "x", "role": "EDITOR", "password": PASSWORD });
    let taken = admin.give(CREATE, taken).await;
    assert_eq!(problems(&taken), [problem_at("TAKEN", "input.login")]);
    let own = json!({ "login": "nguyen.van.binh", "name": "x", "role": "EDITOR",
        "password": "nguyen.van.binh" });
    let own = admin.give(CREATE, own).await;
    assert_eq!(problems(&own), [problem_at("PASSWORD_GUESSABLE", "input.password")]);

    // Nobody takes their own rights away: somebody could be the last who has them.
    let demoted = json!({ "id": me, "version": 1, "role": "EDITOR" });
    let demoted = admin.give(UPDATE, demoted).await;
    assert_eq!(problems(&demoted), [problem_at("FORBIDDEN", "input.role")]);
    let disabled = admin.give(DISABLE, json!({ "id": me })).await;
    assert_eq!(problems(&disabled), [problem_at("FORBIDDEN", "input.id")]);
    let nobody = json!({ "id": format!("acc_{}", "0".repeat(32)) });
    let missing = admin.give(ENABLE, nobody).await;
    assert_eq!(problems(&missing), [problem_at("NOT_FOUND", "input.id")]);
    let listed = json!({ "totalCount": 1, "nodes": [{ "login": "chief", "role": "ADMIN" }] });
    assert_eq!(admin.ask(ACCOUNTS, json!({})).await, listed);
}

#[tokio::test]
async fn only_administrators_see_and_change_accounts() {
    let (app, _, id) = app().await;
    let reader = Caller::anonymous(&app);
    let change = format!(
        r#"mutation {{ accountDisable(input: {{ id: "{id}" }}) {{ userErrors {{ code }} }} }}"#
    );
    for query in [ACCOUNTS, "{ apiKeys { id } }", &change, "mutation { accountDisable { x } }"] {
        assert_eq!(reader.refused(query).await, (401, "UNAUTHENTICATED".to_owned()), "{query}");
    }
    for (hour, login, role) in
        [(1, "one", Role::Contributor), (2, "two", Role::Editor), (3, "three", Role::Chief)]
    {
        app.set_time(&format!("2026-01-01T0{hour}:00:00Z"));
        account(&app, login, role).await;
        let (token, _) = reader.tokens(login).await;
        for query in [ACCOUNTS, "{ apiKeys { id } }", &change] {
            let refused = reader.with(&token).refused(query).await;
            assert_eq!(refused, (403, "FORBIDDEN".to_owned()), "{login} {query}");
        }
    }
    let (admin, _) = reader.tokens("chief").await;
    let node = format!(r#"{{ node(id: "{id}") {{ id }} }}"#);
    assert_eq!(reader.with(&admin).ask(&node, json!({})).await, json!(null));
    let page = "{ accounts(first: 2) { nodes { login } pageInfo { hasNextPage endCursor } } }";
    let first = reader.with(&admin).ask(page, json!({})).await;
    assert_eq!(first["nodes"], json!([{ "login": "three" }, { "login": "two" }]));
    let next = "query($after: String) { accounts(first: 2, after: $after) { nodes { login } } }";
    let after = json!({ "after": first["pageInfo"]["endCursor"] });
    let next = reader.with(&admin).ask(next, after).await;
    assert_eq!(next["nodes"], json!([{ "login": "one" }, { "login": "chief" }]));
}

#[test]
fn the_command_makes_lists_disables_and_resets() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str], password: Option<&str>| {
        let mut child = congtin()
            .arg("account")
            .args(arguments)
            .current_dir(folder.path())
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        // A command that needs no password may be gone already.
        let _ = input.write_all(password.unwrap_or_default().as_bytes());
        drop(input);
        let output = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    let create = ["create", "--login", "Chief", "--name", "Chánh Văn phòng", "--role", "admin"];
    let (code, _, error) = run(&create, None);
    assert!(code == 1 && error.contains("--password-file"), "{error}");
    let from_input = [&create[..], &["--password-file", "-"]].concat();
    let (code, _, error) = run(&from_input, Some("short\n"));
    assert_eq!((code, error.as_str()), (1, "congtin: A password has at least 15 characters\n"));
    assert_eq!(run(&from_input, Some(&format!("{PASSWORD}\n"))).1, "Made: chief.\n");
    let (code, _, error) = run(&from_input, Some(PASSWORD));
    assert!(code == 1 && error.contains("Another account has this login"), "{error}");
    let in_unit = [&from_input[..], &["--unit", "nowhere"]].concat();
    assert!(run(&in_unit, Some(PASSWORD)).2.contains("there is no unit of this slug"));

    let (_, listed, _) = run(&["list"], None);
    assert_eq!(listed, "chief\tADMIN\t-\t-\tChánh Văn phòng\n");
    assert_eq!(run(&["disable", "--login", "chief"], None).1, "Disabled: chief.\n");
    assert!(!run(&["list"], None).1.contains("\t-\tChánh"));
    let reset = ["reset", "--login", "chief", "--password-file", "-"];
    assert_eq!(run(&reset, Some("thuyền về bến cũ")).1, "Reset: chief.\n");
    assert_eq!(run(&["list"], None).1, listed);
    assert!(run(&["disable", "--login", "nobody"], None).2.contains("no account of this login"));
    // There is no argument for it.
    assert_eq!(run(&[&create[..], &["--password", PASSWORD]].concat(), None).0, 2);
}
