//! What is answered to changes of units.

use async_graphql::ID;

use super::super::types::Unit;
use crate::platform::outcome::mutations;

mutations! {
    #[doc = "What came of creating a unit."]
    UnitCreate -> UnitCreatePayload { #[doc = "The unit."] unit: Unit }
    [IdInvalid, ReferenceNotFound, Required, TooLong, Invalid, Taken];

    #[doc = "What came of changing a unit."]
    UnitUpdate -> UnitUpdatePayload { #[doc = "The unit."] unit: Unit }
    [
        NotFound, IdInvalid, VersionConflict, ReferenceNotFound, Required, TooLong, Invalid, Taken,
        TimeInvalid,
    ];

    #[doc = "What came of ordering units."]
    UnitsReorder -> UnitsReorderPayload { #[doc = "The units in their order."] units: Vec<Unit> }
    [IdInvalid, VersionConflict, ReferenceNotFound, Required, Duplicate];

    #[doc = "What came of giving a unit another name."]
    UnitRename -> UnitRenamePayload { #[doc = "The unit under its new name."] unit: Unit }
    [NotFound, IdInvalid, VersionConflict, Required, TooLong, Invalid, TimeInvalid];

    #[doc = "What came of merging units."]
    UnitMerge -> UnitMergePayload { #[doc = "The unit that goes on."] unit: Unit }
    [
        NotFound, IdInvalid, VersionConflict, ReferenceNotFound, Required, TooLong, TooMany, Invalid,
        Duplicate, IllegalTransition, TimeInvalid, InUse,
    ];

    #[doc = "What came of splitting a unit."]
    UnitSplit -> UnitSplitPayload { #[doc = "The unit that ended."] unit: Unit }
    [
        NotFound, IdInvalid, VersionConflict, ReferenceNotFound, Required, TooLong, TooMany, Invalid,
        Duplicate, IllegalTransition, TimeInvalid, InUse,
    ];

    #[doc = "What came of dissolving a unit."]
    UnitDissolve -> UnitDissolvePayload { #[doc = "The unit that ended."] unit: Unit }
    [
        NotFound, IdInvalid, VersionConflict, Required, TooLong, Invalid, IllegalTransition,
        TimeInvalid, InUse,
    ];

    #[doc = "What came of taking back the end of a unit."]
    UnitReinstate -> UnitReinstatePayload { #[doc = "The unit that goes on."] unit: Unit }
    [NotFound, IdInvalid, VersionConflict, IllegalTransition];

    #[doc = "What came of deleting a unit."]
    UnitDelete -> UnitDeletePayload { #[doc = "Id of the unit that is gone."] deleted_unit_id: ID }
    [NotFound, IdInvalid, VersionConflict, InUse];
}
