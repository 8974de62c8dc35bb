// Reads the parameters of a query string, as ObjectReader reads the fields of an object. Private to api/.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/json_reader.h"
#include "api/problem.h"

namespace hebb::api {

class ParameterReader : public FieldReading {
 public:
  ParameterReader(const std::map<std::string, std::string>& parameters, std::vector<FieldError>& errors)
      : parameters_(parameters), errors_(errors) {}

  std::optional<std::string> text(std::string_view name, const TextRule& rule);
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<double> number(std::string_view name, double min, double max);
  bool flag(std::string_view name);  // absent or false; `?name`, true or 1
  std::optional<Instant> instant(std::string_view name);
  void require(std::string_view name);
  void complain(std::string_view name, std::string message);
  void refuse_unknown();

 private:
  const std::string* take(std::string_view name);

  const std::map<std::string, std::string>& parameters_;
  std::vector<FieldError>& errors_;
  std::vector<std::string_view> known_;
};

}  // namespace hebb::api
