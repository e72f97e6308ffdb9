//! What is answered to changes of polls.

use async_graphql::ID;

use super::super::types::Poll;
use crate::platform::outcome::mutations;

mutations! {
    #[doc = "What came of creating a poll."]
    PollCreate -> PollCreatePayload { #[doc = "The poll."] poll: Poll }
    [Required, TooLong, TooMany, Invalid, Duplicate, TimeInvalid];

    #[doc = "What came of changing a poll."]
    PollUpdate -> PollUpdatePayload { #[doc = "The poll."] poll: Poll }
    [
        NotFound, IdInvalid, VersionConflict, Required, TooLong, Invalid, IllegalTransition,
        TimeInvalid, Frozen,
    ];

    #[doc = "What came of publishing a poll."]
    PollPublish -> PollPublishPayload { #[doc = "The poll."] poll: Poll }
    [NotFound, IdInvalid, VersionConflict, Required, IllegalTransition];

    #[doc = "What came of taking a poll out of sight."]
    PollUnpublish -> PollUnpublishPayload { #[doc = "The poll."] poll: Poll }
    [NotFound, IdInvalid, VersionConflict, IllegalTransition];

    #[doc = "What came of closing a poll."]
    PollClose -> PollClosePayload { #[doc = "The poll."] poll: Poll }
    [NotFound, IdInvalid, VersionConflict, IllegalTransition];

    #[doc = "What came of making codes."]
    PollCodesGenerate -> PollCodesGeneratePayload {
        #[doc = "The codes. They are shown this once: only their digests are kept."]
        codes: Vec<String>
    }
    [NotFound, IdInvalid, Invalid, TooMany, IllegalTransition];

    #[doc = "What came of deleting a poll."]
    PollDelete -> PollDeletePayload { #[doc = "Id of the poll that is gone."] deleted_poll_id: ID }
    [NotFound, IdInvalid, VersionConflict, InUse];

    #[doc = "What came of adding an option."]
    PollOptionCreate -> PollOptionCreatePayload { #[doc = "The poll with all options."] poll: Poll }
    [NotFound, IdInvalid, VersionConflict, Required, TooLong, TooMany, Invalid, Duplicate, Frozen];

    #[doc = "What came of changing an option."]
    PollOptionUpdate -> PollOptionUpdatePayload { #[doc = "The poll with all options."] poll: Poll }
    [NotFound, IdInvalid, VersionConflict, Required, TooLong, Invalid, Duplicate, Frozen];

    #[doc = "What came of deleting an option."]
    PollOptionDelete -> PollOptionDeletePayload { #[doc = "The poll with what is left."] poll: Poll }
    [NotFound, IdInvalid, VersionConflict, Required, Frozen];

    #[doc = "What came of ordering the options of a poll."]
    PollOptionsReorder -> PollOptionsReorderPayload {
        #[doc = "The poll with its options in their order."] poll: Poll
    }
    [NotFound, IdInvalid, VersionConflict, ReferenceNotFound, Required, Duplicate];
}
