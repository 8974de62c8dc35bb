#include "cli/hold.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <fstream>

#include "access/admin_key.h"
#include "access/key_ring.h"
#include "cli/sources.h"
#include "store/companion_files.h"

namespace hebb::cli {
namespace {

// A folder of its own for one test.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "hebb-cli-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Scratch() { std::filesystem::remove_all(path); }
  Scratch(const Scratch&) = delete;

  std::string write(const std::string& name, std::string_view text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return (path / name).string();
  }

  std::filesystem::path path;
};

}  // namespace

TEST_CASE("a data directory has one holder at a time", "[cli]") {
  const Scratch scratch;
  {
    const auto first = DataHold::try_take(scratch.path);
    REQUIRE(first);
    REQUIRE(*first);
    const auto second = DataHold::try_take(scratch.path);
    REQUIRE(second);
    CHECK_FALSE(*second);
  }
  const auto again = DataHold::try_take(scratch.path);
  REQUIRE(again);
  CHECK(*again);
}

TEST_CASE("a database has one holder, from whichever data directory and by whichever link", "[cli]") {
  const Scratch here, there;
  const auto database = there.path / "x.db";
  {
    auto hold = DataHold::try_take(here.path, database);
    REQUIRE(hold);
    REQUIRE(*hold);
    REQUIRE((*hold)->publish({.host = "127.0.0.1", .port = 8123, .pid = 42}));
    const auto second = DataHold::try_take(there.path, database);
    REQUIRE(second);
    CHECK_FALSE(*second);
    const auto note = read_serve_note(there.path, database);
    REQUIRE(note);
    CHECK(note->pid == 42);
    const auto other = DataHold::try_take(there.path, there.path / "y.db");
    REQUIRE(other);
    CHECK(*other);
    CHECK_FALSE(read_serve_note(there.path, there.path / "y.db"));
  }
  CHECK_FALSE(read_serve_note(there.path, database));
  there.write("x.db", "x");
  std::filesystem::create_symlink(database, here.path / "link.db");
  const auto by_link = DataHold::try_take(here.path, here.path / "link.db");
  REQUIRE(by_link);
  REQUIRE(*by_link);
  const auto by_name = DataHold::try_take(there.path, database);
  REQUIRE(by_name);
  CHECK_FALSE(*by_name);
}

TEST_CASE("a database whose lock is its directory's own does not lock itself out", "[cli]") {
  const Scratch here, there;
  const auto database = here.path / "hebb";
  {
    auto hold = DataHold::try_take(here.path, database);
    REQUIRE(hold);
    REQUIRE(*hold);
    REQUIRE((*hold)->publish({.host = "127.0.0.1", .port = 8123, .pid = 42}));
    const auto second = DataHold::try_take(there.path, database);
    REQUIRE(second);
    CHECK_FALSE(*second);
    const auto note = read_serve_note(there.path, database);
    REQUIRE(note);
    CHECK(note->pid == 42);
  }
  CHECK_FALSE(read_serve_note(there.path, database));
  const auto again = DataHold::try_take(there.path, database);
  REQUIRE(again);
  CHECK(*again);
}

TEST_CASE("a server's note is private, read back whole, and gone with its hold", "[cli]") {
  const Scratch scratch;
  {
    auto hold = DataHold::try_take(scratch.path);
    REQUIRE(hold);
    REQUIRE(*hold);
    REQUIRE((*hold)->publish({.host = "127.0.0.1", .port = 8123, .token = "s3cret\"", .pid = 42}));
    struct stat status{};
    REQUIRE(::stat(serve_note_file(scratch.path).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
    const auto note = read_serve_note(scratch.path);
    REQUIRE(note);
    CHECK(note->host == "127.0.0.1");
    CHECK(note->port == 8123);
    CHECK(note->token == "s3cret\"");
    CHECK(note->pid == 42);
  }
  CHECK_FALSE(read_serve_note(scratch.path));
}

TEST_CASE("what a dead server left is cleared by the next holder", "[cli]") {
  const Scratch scratch;
  scratch.write("serve.json", R"({"pid":1,"host":"127.0.0.1","port":8000,"token":"x"})");
  REQUIRE(read_serve_note(scratch.path));
  const auto hold = DataHold::try_take(scratch.path);
  REQUIRE(hold);
  CHECK_FALSE(read_serve_note(scratch.path));
}

TEST_CASE("a file that is no note of ours is neither cleared nor replaced", "[cli]") {
  const Scratch scratch;
  const std::string theirs = R"({"host":"localhost","port":3000,"directory":"dist"})";
  scratch.write("serve.json", theirs);
  {
    auto hold = DataHold::try_take(scratch.path);
    REQUIRE(hold);
    REQUIRE(*hold);
    CHECK_FALSE((*hold)->may_publish());
    const auto refused = (*hold)->publish({.host = "127.0.0.1", .port = 8123, .token = "t", .pid = 42});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::conflict);
    CHECK(refused.error().message.contains(serve_note_file(scratch.path).string()));
  }
  CHECK(read_source(serve_note_file(scratch.path).string()) == theirs);
}

TEST_CASE("what a power cut left of a note is cleared, and a server may start", "[cli]") {
  const Scratch here, there;
  const std::string whole = R"({"pid":1,"host":"127.0.0.1","port":8000,"token":"x"})";
  for (const std::string& cut : {std::string(), std::string(80, '\0'), whole.substr(0, 30), whole.substr(0, 8),
                                 whole.substr(0, 20) + std::string(9, '\0')}) {
    CAPTURE(cut);
    here.write("serve.json", cut);
    there.write("x.db.serve.json", cut);
    auto hold = DataHold::try_take(here.path, there.path / "x.db");
    REQUIRE(hold);
    REQUIRE(*hold);
    CHECK_FALSE(std::filesystem::exists(serve_note_file(here.path)));
    CHECK_FALSE(std::filesystem::exists(there.path / "x.db.serve.json"));
    CHECK((*hold)->may_publish());
    CHECK((*hold)->publish({.host = "127.0.0.1", .port = 8123, .token = "t", .pid = 42}));
  }
  there.write("x.db.serve.json", R"({"pid":1,"name":"of another program"})");
  auto hold = DataHold::try_take(here.path, there.path / "x.db");
  REQUIRE(hold);
  REQUIRE(*hold);
  CHECK_FALSE((*hold)->may_publish());
  CHECK(std::filesystem::exists(there.path / "x.db.serve.json"));
}

TEST_CASE("a note that is not whole is none", "[cli]") {
  for (const std::string_view odd : {"", "{", "[]", R"({"host":"127.0.0.1"})", R"({"host":"","port":1})",
                                     R"({"pid":1,"host":"h","port":70000,"token":"t"})",
                                     R"({"pid":1,"host":"h","port":80})", R"({"host":"h","port":80,"token":"t"})"}) {
    CHECK_FALSE(ServeNote::parse(odd));
  }
}

TEST_CASE("a folder that is not there cannot be held", "[cli]") {
  const auto hold = DataHold::try_take("/nonexistent/hebb");
  REQUIRE_FALSE(hold);
  CHECK(hold.error().message.contains("/nonexistent/hebb"));
}

TEST_CASE("patterns that the shell left alone are expanded in order", "[cli]") {
  const Scratch scratch;
  const auto b = scratch.write("b.vtt", "x");
  const auto a = scratch.write("a.vtt", "x");
  const auto odd = scratch.write("[1].vtt", "x");
  CHECK(expand_pattern((scratch.path / "?.vtt").string()) == std::vector{a, b});
  CHECK(expand_pattern(odd) == std::vector{odd});  // a file of that name, though it looks like a pattern
  CHECK(expand_pattern("-") == std::vector<std::string>{"-"});
  CHECK(expand_pattern("absent.vtt") == std::vector<std::string>{"absent.vtt"});
  const auto none = expand_pattern((scratch.path / "*.srt").string());
  REQUIRE_FALSE(none);
  CHECK(none.error().message.ends_with("*.srt: no file matches this pattern"));
}

TEST_CASE("a source that cannot be read says so in one sentence", "[cli]") {
  const Scratch scratch;
  CHECK(read_source(scratch.write("bytes", std::string_view("a\0b", 3))) == std::string("a\0b", 3));
  CHECK(read_source(scratch.write("empty", "")).error().message.ends_with("empty: is empty"));
  CHECK(read_source((scratch.path / "none").string()).error().message.ends_with("none: there is no such file"));
  CHECK(read_source(scratch.path.string() + "/")
            .error()
            .message.contains("is a folder; name its files, for example " + scratch.path.string() + "/*"));
  const auto large = scratch.write("large", "");
  std::filesystem::resize_file(large, kLargestSource + 1);
  CHECK(read_source(large).error().message.contains("is larger than 32 MiB"));
}

TEST_CASE("what is kept in a data directory has names that nothing else is given") {
  for (const std::filesystem::path& name : {serve_note_file("d"), std::filesystem::path("d") / access::kKeyFile,
                                            std::filesystem::path("d") / access::kAdminKeyFile}) {
    INFO(name);
    CHECK(is_companion_name(name));
  }
}

}  // namespace hebb::cli
