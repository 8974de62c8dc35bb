#include "server/http_text.h"

#include <catch2/catch_test_macros.hpp>

#include "base/budget.h"

using namespace hebb::server;
using Parameters = std::map<std::string, std::string>;

TEST_CASE("a query string is decoded name by name") {
  const auto parameters = [](std::string_view query) { return parse_query_string(query).parameters; };
  CHECK(parameters("").empty());
  CHECK(parameters("a=1&b=x+y%2Bz&c&=e") == Parameters{{"a", "1"}, {"b", "x y+z"}, {"c", ""}, {"", "e"}});
  CHECK(parameters("&&a=b=c&") == Parameters{{"a", "b=c"}});
  CHECK(parameters("a=1&a=2") == Parameters{{"a", "2"}});
  CHECK(parameters("a=%C3%A9&%62=%zz%4") == Parameters{{"a", "é"}, {"b", "%zz%4"}});
}

TEST_CASE("a name that comes twice in a query string is told") {
  CHECK(parse_query_string("a=1&b=2&c").repeated.empty());
  CHECK(parse_query_string("a=1&b=2&%61=1&c&c&c=").repeated == std::set<std::string>{"a", "c"});
}

TEST_CASE("a form is taken apart at its boundary, and what is cut off is malformed") {
  CHECK(boundary_of("multipart/form-data; charset=utf-8; Boundary=\"a b;c\"") == "a b;c");
  CHECK(boundary_of("multipart/form-data;boundary=x-1") == "x-1");
  CHECK(boundary_of("multipart/form-data").empty());
  using Parts = std::vector<std::string_view>;
  CHECK(parts_of_form("--b\r\nA: 1\r\n\r\none\r\n--b \t\r\nA: 2\r\n\r\n\r\n--b--\r\n", "b") ==
        Parts{"A: 1\r\n\r\none", "A: 2\r\n\r\n"});
  CHECK(parts_of_form("before\r\n--b\r\nA: 1\r\n\r\na --b\nb\r\n--b--behind", "b") == Parts{"A: 1\r\n\r\na --b\nb"});
  CHECK(parts_of_form("--b--", "b") == Parts{});
  for (const auto bad : {"", "--no", "--b", "--b\r\n", "--b\r\nA: 1\r\n\r\none", "--b\r\nA: 1\r\n\r\none\r\n--b",
                         "--b\r\nA: 1\r\n\r\none\r\n--bc\r\n\r\n--b--"}) {
    CHECK_FALSE(parts_of_form(bad, "b"));
  }
  CHECK_FALSE(parts_of_form("--\r\nA: 1\r\n\r\none\r\n----", ""));
  CHECK(field_of_part("A: b; name=no\r\ncontent-disposition: form-data; filename=\"f\"; name=\"a;b\"\r\n\r\nx") ==
        "a;b");
  CHECK(field_of_part("Content-Disposition: form-data; name=a\r\n\r\nContent-Disposition: form-data; name=b") == "a");
  CHECK(field_of_part("A: 1\r\n\r\none").empty());
}

TEST_CASE("a path keeps its plus signs, a form has spaces for them") {
  CHECK(percent_decoded("/C++/a%2Bb%20c", false) == "/C++/a+b c");
  CHECK(percent_decoded("C++%2B", true) == "C  +");
  CHECK(percent_decoded("%C3%A9%zz%4%", false) == "é%zz%4%");
  CHECK(percent_decoded("%252B%00", false) == std::string("%2B\0", 4));
}

TEST_CASE("a sane request id is kept, another replaced") {
  CHECK(request_id_of("abc-DEF_0.9:x/y+z=") == "abc-DEF_0.9:x/y+z=");
  CHECK(request_id_of(std::string(128, 'a')).size() == 128);
  const std::string one = request_id_of("");
  CHECK(one.size() == 32);
  CHECK(one != request_id_of(""));
  for (const std::string& bad : {std::string(129, 'a'), std::string("a b"), std::string("a\"b"), std::string("a\nb"),
                                 std::string("\xC3\xA9"), std::string("a\0b", 3)}) {
    CHECK(request_id_of(bad).size() == 32);
    CHECK(request_id_of(bad) != bad);
  }
}

TEST_CASE("a reply is coded as its reader likes best") {
  CHECK(best_coding("gzip") == Coding::gzip);
  CHECK(best_coding("x-gzip") == Coding::gzip);
  CHECK(best_coding("br") == Coding::br);
  CHECK(best_coding("gzip, deflate, br, zstd") == Coding::br);
  CHECK(best_coding("*") == Coding::br);
  CHECK(best_coding("br;q=0.4, GZip;q=0.5") == Coding::gzip);
  CHECK(best_coding("br;q=1.0, GZip;q=0.5") == Coding::br);
  CHECK(best_coding("br;q=0, *") == Coding::gzip);
  CHECK(best_coding("") == Coding::identity);
  CHECK(best_coding("identity") == Coding::identity);
  CHECK(best_coding("gzip;q=0") == Coding::identity);
  CHECK(best_coding("gzip; q=0.0, br;q=0, *") == Coding::identity);
  CHECK(best_coding("*;q=0") == Coding::identity);
  CHECK(best_coding("notgzip, gzip;q=x") == Coding::identity);
}

TEST_CASE("a file name comes from Content-Disposition, without its folders") {
  CHECK(disposition_file_name("") == "");
  CHECK(disposition_file_name("attachment") == "");
  CHECK(disposition_file_name("attachment; filename=a.vtt") == "a.vtt");
  CHECK(disposition_file_name("attachment; filename=\"a; \\\"b\\\".vtt\"") == "a; \"b\".vtt");
  CHECK(disposition_file_name("attachment; filename=\"../../etc/x.vtt\"") == "x.vtt");
  CHECK(disposition_file_name("attachment; filename=old.vtt; filename*=UTF-8''M%C3%A4rz%20a.vtt") == "März a.vtt");
  CHECK(disposition_file_name("attachment; filename*=UTF-8''..%2F..%2Fx") == "x");
  CHECK(disposition_file_name("attachment; filename=\"open") == "\"open");
}

TEST_CASE("a host is compared without port") {
  CHECK(host_without_port("Example.ORG:8000") == "example.org");
  CHECK(host_without_port("example.org.") == "example.org");
  CHECK(host_without_port("[::1]:8000") == "::1");
  CHECK(host_without_port("::1") == "::1");
  CHECK(host_without_port("[::1") == "");
}

TEST_CASE("local hosts are those that cannot be another machine's name") {
  for (const auto* host : {"localhost", "hebb.localhost", "127.0.0.1", "127.8.9.10", "::1"}) CHECK(is_local_host(host));
  for (const auto* host : {"", "example.org", "127.0.0.1.example.org", "127.evil.0.1", "localhost.example.org",
                           "0.0.0.0", "10.0.0.1", "::", "127."}) {
    CHECK_FALSE(is_local_host(host));
  }
}

TEST_CASE("of a line of Drogon's log its place alone is told") {
  CHECK(source_place("20261130 04:48:20.114275 UTC 29384 WARN  417ExpectationFailed for \"\x1b[31mSECRET\" - "
                     "HttpRequestParser.cc:333\n") == "HttpRequestParser.cc:333");
  for (const auto* line :
       {"", "\n", "SECRET", "a - SECRET", "a - \x1b[31m.cc:1", "a - x.cc:1\x1b", "x.cc:1 - SECRET\n"}) {
    CHECK(source_place(line) == "an unknown place");
  }
}

TEST_CASE("work that was left as the server stops says so, and what was done of it") {
  hebb::Budget budget;
  budget.gone = [] { return true; };
  const auto left = budget.check();
  REQUIRE_FALSE(left);
  const std::string done = "; what was done until then stays";
  CHECK(told_of_stopping(R"({"detail":")" + left.error().message + done + "\"}") ==
        R"({"detail":"the server is stopping)" + done + "\"}");
  const std::string other = R"({"detail":"the time given for this request is over"})";
  CHECK(told_of_stopping(other) == other);
}

TEST_CASE("tokens are compared whole") {
  CHECK(equal_in_constant_time("abc", "abc"));
  CHECK_FALSE(equal_in_constant_time("abc", "abd"));
  CHECK_FALSE(equal_in_constant_time("abc", "abcd"));
  CHECK_FALSE(equal_in_constant_time("", "a"));
}
