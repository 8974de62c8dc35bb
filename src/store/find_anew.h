// Who finds the memories of a meeting anew, for a store that has none of the means: given by whoever has an encoder.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include "store/memory_store.h"

namespace hebb {

// Gives what is left of a meeting, which comes with its turns alone, the memories and connections that are found in it
// now. `known` are those that it had. Errors: the encoder's.
using FindAnew = std::function<Result<void>(MeetingRecord& remains, std::span<const Memory> known)>;

// Makes one when there is something to find, since that loads a model, for a store with this probe. Errors: conflict
// (its vectors are another model's), and those of loading one.
using MakeFindAnew = std::function<Result<FindAnew>(const std::optional<EncoderProbe>& probe)>;

}  // namespace hebb
