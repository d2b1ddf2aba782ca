# package: scala
cat > Main.scala <<'S'
sealed trait Expr
case class Num(n: Int) extends Expr
case class Add(a: Expr, b: Expr) extends Expr
object Main {
  def eval(e: Expr): Int = e match { case Num(n) => n; case Add(a, b) => eval(a) + eval(b) }
  lazy val fibs: Stream[BigInt] = BigInt(0) #:: BigInt(1) #:: fibs.zip(fibs.tail).map(p => p._1 + p._2)
  def main(args: Array[String]): Unit = {
    println(eval(Add(Num(1), Add(Num(2), Num(3)))), fibs(100))
    println(List(3, 1, 2).sorted.map(_ * 2).mkString("[", ", ", "]") + args.toList + Map(1 -> "a").get(1))
    println(for (x <- 1 to 3; y <- 'a' to 'b') yield s"$x$y")
    implicit class Twice(s: String) { def twice = s + s }
    println("ab".twice, (1 to 10).par.map(_ * 2).sum, "a1b2".collect { case c if c.isDigit => c })
  }
}
S
scalac -d . Main.scala 2>&1; echo "exit $?"; ls *.class 2>/dev/null | xargs -r sha256sum
scala Main one two 2>&1; echo "exit $?"
# -nc: no compile server, whose messages come in any order.
scala -nc -e 'println(1 + 2)' 2>&1 | sed 's/[0-9a-f]\{8,\}/HASH/g'
