// What a store is given to find the memories of a meeting anew, as an erasure by the engine does (store/find_anew.h).
#pragma once

#include <memory>
#include <optional>

#include "embed/encoder.h"
#include "store/find_anew.h"

namespace hebb {

// For a store with this probe. Errors: conflict (its vectors are another model's), and the encoder's.
Result<FindAnew> find_anew_with(std::shared_ptr<const Encoder> encoder, const std::optional<EncoderProbe>& probe);

}  // namespace hebb
