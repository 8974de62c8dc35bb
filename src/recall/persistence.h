// How long talk stays on a matter: what its neighbours tell of a memory, and its meeting of both. Where the topic
// drifts slowly, what fits a question stands together; where it jumps, as in chats and one-to-one calls, each statement
// stands for itself (contextual drift: Howard & Kahana 2002). It is seen in the vectors alone.
#pragma once

#include <cstdint>
#include <span>

#include "model/domain.h"

namespace hebb {

// Sums over memories, so that those of meetings add up, to the same bits in any order.
struct TopicPersistence {
  std::uint64_t memories = 0;
  std::int64_t likeness = 0;  // in 2^-20

  TopicPersistence& operator+=(const TopicPersistence& other) {
    memories += other.memories;
    likeness += other.likeness;
    return *this;
  }
  friend bool operator==(const TopicPersistence&, const TopicPersistence&) = default;
};

// Of a meeting: how much more alike (mean cosine) are statements that stand three to eight apart than those further
// apart, once for each. Next neighbours tell too little: an answer is like its question also in talk that jumps.
// Nothing where the meeting is too short to tell. Requires: vectors of all, in order of position.
TopicPersistence topic_persistence(std::span<const Memory> episodes);

// [0,1], 1 where talk stays on a matter as long as in meetings with an agenda. Of little talk little is known: with
// none it is 1, and some hundred memories decide.
float persistence_of(const TopicPersistence& talk);

}  // namespace hebb
