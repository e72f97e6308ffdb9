//! What a search box asks for at each letter, which a walk through the schema has no words for.

use super::proof::Proof;

#[tokio::test]
async fn each_spelling_of_what_is_typed_is_served_by_an_index() {
    let mut proof = Proof::start().await;
    for prefix in ["b", "bai 1", "bài 1", "don vi 20", "Bút danh 1", "khoa", "1", "không có gì"]
    {
        let query = format!("{{ suggest(prefix: \"{prefix}\", first: 20) {{ kind text }} }}");
        let data = proof.ask_for(&query).await.unwrap();
        let is_found = !data["suggest"].as_array().unwrap().is_empty();
        assert_eq!(is_found, prefix != "không có gì", "{prefix}");
        assert_eq!(proof.ran.len(), 1, "{prefix}");
    }
    proof.assert_served();
}
