# package: antlr4
# package: closure-compiler
# package: checkstyle
# package: proguard-cli
# package: jflex
# package: yui-compressor
cat > Expr.g4 <<'G'
grammar Expr;
prog: (expr ';')+ EOF; expr: expr op=('*'|'/') expr | expr op=('+'|'-') expr | INT | '(' expr ')';
INT: [0-9]+; WS: [ \t\r\n]+ -> skip;
G
antlr4 Expr.g4; sha256sum Expr*.java
cat > a.js <<'J'
function unused(a) { return a + 1; } var longName = 3; (function () { var inner = longName * 2 + 1; console.log(inner, [1, 2].length ? 'yes' : 'no'); })();
J
closure-compiler --js a.js --compilation_level SIMPLE 2>&1; echo "exit $?"
yui-compressor a.js; echo "exit $?"
cp $DATA/programs/HelloWorld.java . && checkstyle -c /sun_checks.xml HelloWorld.java | sed "s|$PWD|HERE|g"; echo "exit $?"
javac -d in HelloWorld.java && jar cf in.jar -C in .
proguard -injars in.jar -outjars out.jar -libraryjars "$JAVA_HOME/jmods/java.base.jmod(!**.jar;!module-info.class)" -keep 'public class HelloWorld { public static void main(java.lang.String[]); }' 2>&1 | sed "s|$JAVA_HOME|JDK|; s|$PWD|HERE|"; java -cp out.jar HelloWorld
printf '%%%%\n%%class L\n%%standalone\n%%%%\n[a-z]+ { System.out.println("w " + yytext()); }\n[^] { }\n' > l.flex
launch jflex -q l.flex 2>&1 | head -5; ls L.java
