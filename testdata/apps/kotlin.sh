# package: kotlin
cat > Main.kt <<'K'
data class Person(val name: String, val age: Int)
sealed class Shape { class Circle(val r: Double) : Shape(); object Unit : Shape() }
fun area(s: Shape) = when (s) { is Shape.Circle -> 3 * s.r * s.r; Shape.Unit -> 1.0 }
inline fun <reified T> List<*>.only() = filterIsInstance<T>()
fun main(args: Array<String>) {
    println(Person("Ann", 5).copy(age = 6))
    println(area(Shape.Circle(2.0)) + area(Shape.Unit))
    println(listOf(1, "a", 2).only<Int>().map { it * 2 }.joinToString())
    val seq = generateSequence(1 to 1) { it.second to it.first + it.second }.map { it.first }
    println(seq.take(10).toList())
    println(args.toList()); val x: String? = null; println(x?.length ?: -1)
    println(buildString { for (i in 3 downTo 1 step 2) append(i) })
}
K
kotlinc Main.kt -d out 2>&1 | grep -v '^OpenJDK\|^Cortado'; ls out
find out -name '*.class' | sort | xargs sha256sum
kotlin -cp out MainKt a b 2>&1; echo "exit $?"
