import { describe, expect, test } from 'vitest'
import { blocksOf } from '../../src/text/html.ts'
import { bySection } from '../../src/text/sections.ts'

const divided = (advert: string) => bySection(blocksOf(advert))

describe('what an advert says of the company', () => {
  test.each([
    'About us',
    'About Acme',
    'ABOUT THE COMPANY:',
    'Who we are',
    '🐼 Who We Are',
    'Our values',
    'Why join us?',
    'Why Acme',
    'What we offer',
    "What's in it for you",
    'Benefits',
    'Perks & Benefits',
    '💙 Benefits (US)',
    'Compensation & Benefits',
    'Equal Opportunity Employer',
    'Diversity & Inclusion',
    'DEI',
    'Privacy notice',
    'How to apply',
    'Über uns',
    'Wer wir sind',
    'Wir bieten',
    'Was wir dir bieten',
    'À propos de nous',
    'Qui sommes-nous ?',
    'Ce que nous offrons',
    'Sobre nosotros',
    'Quiénes somos',
    'Lo que ofrecemos',
    'Over ons',
    'Wie zijn wij',
    'Wat bieden wij',
    'Sobre nós',
    'Quem somos',
    'O que oferecemos',
  ])('stands under "%s"', (heading) => {
    expect(divided(`<h3>The role</h3><p>You code.</p><h3>${heading}</h3><p>We love PyTorch.</p>`)).toEqual({
      role: '# The role\nYou code.',
      company: `# ${heading}\nWe love PyTorch.`,
    })
  })

  test.each([
    'About the role',
    'About you',
    'About this position',
    'Requirements',
    'Who we are looking for',
    'What you’ll do',
    'Why this role matters',
    'Your profile',
    'Stack',
    'Deine Aufgaben',
    'Das bringst du mit',
    'Vos missions',
    'Votre profil',
    'Requisitos',
    'Lo que buscamos',
    'Wat ga je doen',
    'Jouw profiel',
    'Responsabilidades',
    'Tasks',
    'Something else',
  ])('does not stand under "%s"', (heading) => {
    expect(divided(`<h3>About us</h3><p>We sell.</p><h3>${heading}</h3><p>JAX.</p>`)).toEqual({
      role: `# ${heading}\nJAX.`,
      company: '# About us\nWe sell.',
    })
  })

  test('includes the headings below its own, and ends at a bold line', () => {
    const advert =
      '<h2>About us</h2><h3>Our story</h3><p>Old.</p><h3>Offices</h3><p>Many.</p><p><b>Tasks</b></p><p>Code.</p>'
    expect(divided(advert)).toEqual({
      role: '# Tasks\nCode.',
      company: '# About us\n# Our story\nOld.\n# Offices\nMany.',
    })
  })

  test('is told in plain text by lines that read like headings', () => {
    expect(divided('Role:\nTrain models.\n\nAbout us:\nWe sell.\n\nRequirements:\n- Python')).toEqual({
      role: 'Role:\nTrain models.\nRequirements:\n- Python',
      company: 'About us:\nWe sell.',
    })
  })

  test('includes the notice of equal opportunity wherever it stands', () => {
    expect(divided('<p>You code.</p><p>Acme is an equal opportunity employer.</p>')).toEqual({
      role: 'You code.',
      company: 'Acme is an equal opportunity employer.',
    })
  })

  test('is nothing where nothing would be left to the role', () => {
    expect(divided('<h2>About us</h2><p>We need a Keras developer.</p>')).toEqual({
      role: '# About us\nWe need a Keras developer.',
      company: '',
    })
  })
})
