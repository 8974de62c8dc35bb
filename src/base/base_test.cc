#include <catch2/catch_test_macros.hpp>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "base/digest.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/rename.h"
#include "base/system_error.h"
#include "base/time.h"

namespace hebb {

TEST_CASE("a full disk, a read-only one and any other failure are told apart by errno", "[base]") {
  for (const int full : {ENOSPC, EDQUOT}) CHECK(code_of_errno(full) == ErrorCode::resource_exhausted);
  for (const int denied : {EACCES, EPERM, EROFS}) CHECK(code_of_errno(denied) == ErrorCode::unavailable);
  CHECK(code_of_errno(EIO) == ErrorCode::internal);
  for (const int denied : {EACCES, EPERM, EROFS}) CHECK(code_until_mended(denied) == ErrorCode::internal);
  CHECK(code_until_mended(ENOSPC) == ErrorCode::resource_exhausted);
}

TEST_CASE("SHA-256 agrees with the standard's example", "[base]") {
  CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("fields of a digest do not run together", "[base]") {
  CHECK(Sha256().field("ab").field("c").finish() != Sha256().field("a").field("bc").finish());
  CHECK(Sha256().field(1).finish() != Sha256().field("1").finish());
}

TEST_CASE("ids are version 8 UUIDs and survive their text", "[base]") {
  const auto id = MemoryId::of(sha256("abc"));
  const std::string text = id.text();
  REQUIRE(text.size() == 36);
  CHECK(text[14] == '8');
  CHECK(std::string("89ab").contains(text[19]));
  CHECK(MemoryId::parse(text) == id);
  CHECK_FALSE(MemoryId::parse("ba7816bf8f01cfea414140de5dae2223"));
  CHECK_FALSE(MemoryId::parse("ba7816bf-8f01-cfea-4141-40de5dae222g"));
}

TEST_CASE("RFC 3339 times round-trip and bad ones are refused", "[base]") {
  for (const char* text : {"2026-03-05T14:00:00Z", "1999-12-31T23:59:59.250Z", "2024-02-29T00:00:00Z"}) {
    const auto instant = parse_rfc3339(text);
    REQUIRE(instant);
    CHECK(rfc3339(*instant) == text);
  }
  CHECK(rfc3339(*parse_rfc3339("2026-03-05T14:00:00+02:00")) == "2026-03-05T12:00:00Z");
  CHECK(rfc3339(*parse_rfc3339("2026-03-05")) == "2026-03-05T00:00:00Z");
  CHECK(rfc3339(Instant(Milliseconds(-1))) == "1969-12-31T23:59:59.999Z");
  CHECK(rfc3339(Instant(Milliseconds(-62'135'596'800'000))) == "0001-01-01T00:00:00Z");
  CHECK(rfc3339(*parse_rfc3339("2026-03-05 14:30")) == "2026-03-05T14:30:00Z");
  CHECK(rfc3339(Instant(Milliseconds(253'402'300'799'001))) == "9999-12-31T23:59:59.001Z");
  CHECK(rfc3339(Instant(Milliseconds(253'402'300'800'020))) == "10000-01-01T00:00:00.020Z");
  for (const char* text :
       {"", "2026", "2026-13-01", "2026-02-30", "2026-03-05T25:00", "2026-03-05T14:00:00x", "05/03/2026"}) {
    CHECK_FALSE(parse_rfc3339(text));
  }
}

TEST_CASE("an instant that an offset moves out of the years of four digits is refused", "[base]") {
  for (const char* text : {"9999-12-31T23:59:59-05:00", "9999-12-31T23:59:00-00:01", "9999-12-31T23:59:60Z",
                           "0000-01-01T00:00:00+00:01", "0000-01-01T12:00:00+23:59"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rfc3339(text));
  }
  for (const char* text : {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59+05:00", "9999-12-31T18:59:59-05:00",
                           "0000-01-01T00:00:00Z", "0000-01-01T00:00:00-05:00", "0000-01-01T05:00:00+05:00"}) {
    CAPTURE(text);
    const auto instant = parse_rfc3339(text);
    REQUIRE(instant);
    CHECK(parse_rfc3339(rfc3339(*instant)) == instant);
  }
}

TEST_CASE("a rename to a name that is taken leaves both files as they are", "[base]") {
  std::string name = (std::filesystem::temp_directory_path() / "hebb-rename-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  const std::filesystem::path folder(name), from = folder / "from", to = folder / "to";
  const auto bytes_in = [](const std::filesystem::path& file) {
    std::ifstream stream(file);
    return std::string(std::istreambuf_iterator<char>(stream), {});
  };
  std::ofstream(from) << "new";
  std::ofstream(to) << "old";
  const auto error_of = [&] { return rename_to_free(from, to) == 0 ? 0 : errno; };
  CHECK(error_of() == EEXIST);
  CHECK(bytes_in(from) == "new");
  CHECK(bytes_in(to) == "old");
  std::filesystem::remove(to);
  CHECK(error_of() == 0);
  CHECK(bytes_in(to) == "new");
  CHECK_FALSE(std::filesystem::exists(from));
  CHECK(error_of() == ENOENT);  // there is none any more
  std::filesystem::remove_all(folder);
}

TEST_CASE("the wall clock is that of TZ", "[base]") {
  const char* const set = std::getenv("TZ");
  const std::optional<std::string> before = set != nullptr ? std::optional<std::string>(set) : std::nullopt;
  const auto shown = [](const char* zone) {
    ::setenv("TZ", zone, 1);
    ::tzset();
    return rfc3339(wall_clock(*parse_rfc3339("2026-11-30T01:30:00.250Z")));
  };
  CHECK(shown("PST8") == "2026-11-29T17:30:00.250Z");
  CHECK(shown("AAA-14") == "2026-11-30T15:30:00.250Z");
  CHECK(shown("UTC0") == "2026-11-30T01:30:00.250Z");
  CHECK(shown("EST5EDT,M3.2.0,M11.1.0") == "2026-11-29T20:30:00.250Z");
  before ? ::setenv("TZ", before->c_str(), 1) : ::unsetenv("TZ");
  ::tzset();
}

TEST_CASE("clock text is short and unambiguous", "[base]") {
  CHECK(clock_text(Milliseconds(0)) == "0:00");
  CHECK(clock_text(Milliseconds(754'999)) == "12:34");
  CHECK(clock_text(Milliseconds(3'723'000)) == "1:02:03");
}

TEST_CASE("a broken contract throws and names the place", "[base]") {
  CHECK_THROWS_AS(HEBB_CHECK(1 == 2), ContractViolation);
  CHECK_NOTHROW(HEBB_CHECK(1 == 1));
}

}  // namespace hebb
