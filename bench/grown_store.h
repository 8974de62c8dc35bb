// Stores larger than the real data: copies of its meetings under new ids, each vector perturbed by seeded noise
// (a deviation of .02 a dimension) and normalised again. Texts stay as they are.
#pragma once

#include <cstddef>
#include <filesystem>

namespace hebb::bench {

// With its log; one that is not there is passed over.
void remove_store(const std::filesystem::path& database);

// Writes to `to`, in place of what is there, the meetings of the store `from`, then copies of them, until it holds at
// least so many memories of all levels. Ends the run on an error.
void grow_store(const std::filesystem::path& from, const std::filesystem::path& to, std::size_t memories);

}  // namespace hebb::bench
