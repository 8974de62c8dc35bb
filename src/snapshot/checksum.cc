#include <xxhash.h>

#include <cstddef>
#include <new>

#include "snapshot/snapshot_format.h"

namespace hebb::snapshot {

struct Checksum::State {
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> parts{XXH3_createState()};
};

Checksum::Checksum() : state_(std::make_unique<State>()) {
  if (!state_->parts) throw std::bad_alloc();
  restart();
}
Checksum::~Checksum() = default;

void Checksum::restart() {
  XXH3_64bits_reset(state_->parts.get());
}

void Checksum::add(std::span<const std::byte> bytes) {
  XXH3_64bits_update(state_->parts.get(), bytes.data(), bytes.size());
}

std::uint64_t Checksum::value() const {
  return XXH3_64bits_digest(state_->parts.get());
}

std::uint64_t checksum_of(const Head& head) {
  return XXH3_64bits(&head, offsetof(Head, checksum));
}

}  // namespace hebb::snapshot
