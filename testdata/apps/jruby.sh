# package: jruby
cat > script.rb <<'R'
class Point
  attr_reader :x, :y
  def initialize(x, y); @x, @y = x, y; end
  def +(o) Point.new(x + o.x, y + o.y); end
  def to_s; "(#{x}, #{y})"; end
end
puts Point.new(1, 2) + Point.new(3, 4)
puts [3, 1, 2].sort.map { |i| i * i }.inspect, (1..20).each_slice(7).to_a.inspect
h = Hash.new { |hash, k| hash[k] = k < 2 ? k : hash[k - 1] + hash[k - 2] }
puts h[80], 2**100, 10.fdiv(3), "%05.2f|%-5s|" % [3.14159, "ab"]
begin; raise ArgumentError, "bad"; rescue => e; puts "#{e.class}: #{e.message}"; end
puts "hello world".gsub(/o(.)?/) { "<#{$1}>" }, :sym.to_proc.call("x") rescue puts "err #{$!.class}"
t = 4.times.map { |i| Thread.new { i * 2 } }.map(&:value); puts t.inspect
require 'set'; require 'json'; require 'java'
puts Set[1, 2, 2].size, JSON.generate("a" => [1, nil]), JSON.parse('{"b": 2.5}')["b"]
list = java.util.ArrayList.new; list.add("j"); puts list.to_s, java.lang.Math.max(3, 4)
f = Fiber.new { Fiber.yield 1; 2 }; puts f.resume + f.resume
Struct.new("S", :a); puts Struct::S.new(5).a, ObjectSpace.respond_to?(:each_object), __method__.inspect
puts ARGV.join(","); exit 5
R
jruby script.rb a b; echo "exit $?"
jruby -e 'puts [1,2,3].lazy.map { |x| x * 2 }.first(2).inspect; def f(n) n < 2 ? n : f(n-1) + f(n-2) end; puts f(18); nothing'
