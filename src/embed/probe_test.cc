#include "embed/test_model.h"

namespace hebb {
namespace {

// Rows that are `cosine` away from `probe`'s: turned towards their own neighbour numbers.
EncoderProbe turned(const EncoderProbe& probe, float sideways) {
  EncoderProbe other{.model = "another model", .vectors = probe.vectors};
  for (std::size_t at = 0; at < other.vectors.size(); at += 2) {
    other.vectors[at] = probe.vectors[at] - sideways * probe.vectors[at + 1];
    other.vectors[at + 1] = probe.vectors[at + 1] + sideways * probe.vectors[at];
  }
  return other;
}

}  // namespace

TEST_CASE("int8 and fp32 of one model are compatible by the probe") {
  const auto folder = model_folder();
  const auto fp32 = make_probe(*load_encoder({.model = folder, .precision = EncoderOptions::Precision::fp32}));
  const auto int8 = make_probe(*load_encoder({.model = folder, .precision = EncoderOptions::Precision::int8}));
  REQUIRE(fp32);
  REQUIRE(int8);
  CHECK(fp32->vectors.size() == probe_sentences().size() * kSemanticDimension);
  CHECK(fp32->model != int8->model);
  CHECK(fp32->vectors != int8->vectors);
  CHECK(check_probe(*fp32, *int8));
  CHECK(check_probe(*int8, *fp32));
}

TEST_CASE("the probe refuses another model, names both and the mend") {
  EncoderProbe stored{.model = "all-MiniLM-L6-v2 fp32 (abc)", .vectors = std::vector<float>(2 * kSemanticDimension)};
  for (std::size_t i = 0; i < stored.vectors.size(); ++i) stored.vectors[i] = static_cast<float>(i % 7) - 2.5F;
  CHECK(check_probe(stored, turned(stored, 0.30F)));                // cosine 0.958
  const auto refused = check_probe(stored, turned(stored, 0.36F));  // cosine 0.941
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::conflict);
  for (const auto* part : {"all-MiniLM-L6-v2 fp32 (abc)", "another model", "0.941", "another --data-dir"}) {
    CHECK(refused.error().message.contains(part));
  }
  EncoderProbe shorter = stored;
  shorter.vectors.resize(kSemanticDimension);
  CHECK(check_probe(stored, shorter).error().code == ErrorCode::conflict);
  EncoderProbe zero = stored;
  std::ranges::fill(zero.vectors, 0.0F);
  CHECK(check_probe(stored, zero).error().code == ErrorCode::conflict);
}

}  // namespace hebb
