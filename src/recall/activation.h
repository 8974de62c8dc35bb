// Spreading activation along a meeting: what was said near a memory that fits a question fits it too, and what follows
// fits better than what went before (the contiguity effect and its forward asymmetry: Howard & Kahana 2002). Edges are
// the `sequential` connections of neighbouring memories; activation decays exponentially with their number, so one pass
// in each direction is exact. It knows neither questions nor indexes.
#pragma once

#include <cstdint>
#include <span>

namespace hebb {

// Over how many memories activation falls to 1/e, onwards and back in the meeting. Both > 0.
struct Reach {
  float forward;
  float backward;
};

// out[i] = sum over j <= i of seeds[j] e^-((i-j)/forward) + sum over j > i of seeds[j] e^-((j-i)/backward).
// A seed counts itself once; the ends of the meeting are not compensated. Linear in the seeds.
// Requires: out.size() == seeds.size(), no overlap.
void spread(std::span<const float> seeds, Reach reach, std::span<float> out);

// What spreads to the middle of a long meeting all of whose seeds are 1.
float most_spread(Reach reach);

// The share of what spreads to each memory that comes from seeds, in [0,1]: spread(seeds) / spread(1). Seeds in [0,1].
void share(std::span<const float> seeds, Reach reach, std::span<float> out);

// Of each memory the index of the seed that gives most to it: itself where nothing reaches it more strongly.
// Requires: seeds >= 0, out.size() == seeds.size().
void strongest_givers(std::span<const float> seeds, Reach reach, std::span<std::uint32_t> out);

}  // namespace hebb
