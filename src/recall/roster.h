// Who spoke and which meetings there are, indexed by the words of their names, so that a question's names are found
// without a walk over all of them. Derived from a Catalog; it reads no question, question.h does.
// Thread safety: thread-safe; immutable. Ownership: keeps the meetings of its catalog alive.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "recall/catalog.h"

namespace hebb {

// One place of a name: index into Catalog::meetings() of the catalog that the roster was made from, and into that
// meeting's speakers.
struct Seat {
  std::uint32_t meeting = 0;
  std::int32_t speaker = 0;

  friend bool operator==(const Seat&, const Seat&) = default;
};

class Roster {
 public:
  Roster();
  // Cost: linear in meetings and their speakers; each distinct name is taken apart once, and no title that `before`,
  // which is of an earlier catalog, has of the same meeting.
  explicit Roster(const Catalog& catalog, const Roster* before = nullptr);
  ~Roster();
  Roster(Roster&&) noexcept;
  Roster& operator=(Roster&&) noexcept;

  // Where a name, spelled as in the catalog, has spoken: ascending; empty when unknown. Valid as long as the roster.
  std::span<const Seat> seats(std::string_view name) const;

  struct Index;
  const Index& index() const { return *index_; }  // private to recall/

 private:
  std::unique_ptr<const Index> index_;
};

}  // namespace hebb
