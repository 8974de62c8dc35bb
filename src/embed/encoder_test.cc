#include "embed/encoder.h"

#include <catch2/catch_test_macros.hpp>
namespace hebb {
TEST_CASE("encoder loads") {
  const auto folder = find_model();
  if (!folder) SKIP("MODEL_PATH: " + folder.error().message);
  const auto encoder = Encoder::load({.model = *folder});
  REQUIRE(encoder);
  const auto vector = (*encoder)->encode("Hello there.");
  REQUIRE(vector);
  CHECK(vector->size() == kSemanticDimension);
  const auto probe = make_probe(**encoder);
  REQUIRE(probe);
  UNSCOPED_INFO(probe->model);
  CHECK(check_probe(*probe, *probe));
}
}  // namespace hebb
