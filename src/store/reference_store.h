// The MemoryStore of a child's mind: maps and loops, nothing durable, nothing quick. What the contract suite compares
// every backend with. Test code only.
//
// Thread safety – confined to one thread.
#pragma once

#include <map>
#include <memory>

#include "store/memory_store.h"

namespace hebb {

std::unique_ptr<MemoryStore> make_reference_store();

}  // namespace hebb
