# package: groovy
# quick
cat > script.groovy <<'G'
class Point {
    int x, y
    String toString() { "($x, $y)" }
    Point plus(Point o) { new Point(x: x + o.x, y: y + o.y) }
}
println new Point(x: 1, y: 2) + new Point(x: 3, y: 4)
def list = (1..10).findAll { it % 2 == 0 }.collect { it * it }
println list
println list.inject(0) { a, b -> a + b }
def map = [one: 1, two: 2]
map.each { k, v -> println "$k=$v" }
println args.join('/')
println "text".reverse().toUpperCase() =~ /T/
def closure = { a, b = 2 -> a * b }
println closure(4)
println 2 ** 100
try { null.foo() } catch (NullPointerException e) { println e.message }
println ([3, 1, 2].sort().groupBy { it % 2 })
def text = new groovy.xml.MarkupBuilder(new StringWriter()).with { it }
println new groovy.json.JsonBuilder([a: 1, b: [1, 2, 3]]).toPrettyString()
println new groovy.json.JsonSlurper().parseText('{"x": [1, 2.5, null, true]}')
println new XmlSlurper().parseText('<a><b c="1">t</b></a>').b.@c
System.exit(3)
G
groovy script.groovy a b
echo "exit $?"
groovy -e 'println 1 + 1; throw new IllegalStateException("out")'
