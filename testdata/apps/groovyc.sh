# package: groovy
cat > Main.groovy <<'G'
import groovy.transform.*
@Canonical class Person { String name; int age }
@CompileStatic class Main {
    static int fib(int n) { n < 2 ? n : fib(n - 1) + fib(n - 2) }
    static void main(String[] args) {
        println new Person('Ann', 5)
        println fib(15)
        println Main.class.methods*.name.findAll { it == 'fib' }
    }
}
G
groovyc -d out Main.groovy
ls out
java -cp out:/usr/share/java/groovy-all.jar Main
