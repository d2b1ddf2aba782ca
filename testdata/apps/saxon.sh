# package: libsaxonhe-java
# quick
S="java -cp /usr/share/java/Saxon-HE.jar"
cat > in.xml <<'X'
<list><p n="b">2</p><p n="a">3</p><p n="c">4</p></list>
X
cat > t.xsl <<'X'
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:f="f" exclude-result-prefixes="#all">
<xsl:output indent="yes"/><xsl:param name="who" select="'nobody'"/>
<xsl:function name="f:fact" as="xs:integer"><xsl:param name="n" as="xs:integer"/><xsl:sequence select="if ($n le 1) then 1 else $n * f:fact($n - 1)"/></xsl:function>
<xsl:template match="/"><out who="{$who}"><xsl:for-each-group select="list/p" group-by="number(.) mod 2"><g key="{current-grouping-key()}"><xsl:copy-of select="current-group()"/></g></xsl:for-each-group>
<f><xsl:value-of select="f:fact(25)"/></f><xsl:analyze-string select="'a1b22'" regex="\d+"><xsl:matching-substring><d><xsl:value-of select="."/></d></xsl:matching-substring></xsl:analyze-string>
<t><xsl:value-of select="string-join(for $i in 1 to 5 return format-number($i div 3, '0.00'), ' ')"/></t><m><xsl:value-of select="map{'a':1}?a, array{1,2}?2, format-date(xs:date('2020-02-03'), '[D1o] [MNn] [Y]')"/></m></out></xsl:template>
</xsl:stylesheet>
X
$S net.sf.saxon.Transform -s:in.xml -xsl:t.xsl who=me; echo "exit $?"
$S net.sf.saxon.Query -s:in.xml -qs:'for $p in //p order by $p/@n descending return <r>{$p/@n, string($p), sum(//p) }</r>' '!indent=yes'; echo "exit $?"
$S net.sf.saxon.Query -qs:'1 + ' 2>&1; echo "exit $?"
$S net.sf.saxon.Query -qs:'let $s := (1 to 2000)[. mod 7 = 0] return (count($s), sum($s), json-to-xml("{""a"": [1, true]}"), sort((3, 1, 2)), tokenize("a b  c"), xs:dayTimeDuration("PT36H"))'; echo "exit $?"
